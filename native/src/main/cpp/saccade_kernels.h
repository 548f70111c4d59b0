// The C interface of the kernels, as the classes of dev.saccade.kernel call it. What each function does is documented
// there. No function throws, allocates (but saccade_preprocess_create) or keeps an address.
#ifndef SACCADE_KERNELS_H
#define SACCADE_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum saccade_pixel_format {
    SACCADE_BGR24 = 0,
    SACCADE_RGB24 = 1,
    SACCADE_GRAY8 = 2,
    SACCADE_NV12 = 3,
    SACCADE_I420 = 4,
    SACCADE_YUYV = 5,
    SACCADE_UYVY = 6
};

enum saccade_layout { SACCADE_NCHW = 0, SACCADE_NHWC = 1 };

enum saccade_type { SACCADE_FLOAT32 = 0, SACCADE_FLOAT16 = 1, SACCADE_UINT8 = 2 };

// Field names are those of dev.saccade.kernel.PreprocessSpec.
struct saccade_preprocess_spec {
    int format;
    int matrix;
    int fullRange;
    int srcWidth;
    int srcHeight;
    int cropX;
    int cropY;
    int cropWidth;
    int cropHeight;
    int dstWidth;
    int dstHeight;
    int placeX;
    int placeY;
    int placeWidth;
    int placeHeight;
    int channels;
    int bgr;
    int layout;
    int type;
    float pad;
    float scale[4];
    float bias[4];
    int64_t places;
};

int saccade_level(void);
int saccade_supported_level(void);
int saccade_force_level(int level);
int saccade_level_of(const char* kernel);
void saccade_copy(void* dst, const void* src, int64_t bytes);
void saccade_evict(const void* address, int64_t bytes);
int saccade_rows_equal(const void* a, int stride_a, const void* b, int stride_b, int row_bytes, int rows);

int64_t saccade_preprocess_create(const struct saccade_preprocess_spec* spec);
void saccade_preprocess_destroy(int64_t plan);
int saccade_preprocess_run(int64_t plan, const uint8_t* plane0, const uint8_t* plane1, const uint8_t* plane2,
                           int stride0, int stride1, int stride2, void* dst);

int saccade_softmax(const float* in, float* out, int n);
int saccade_topk(const float* in, int n, int k, int32_t* indices, float* values);
int saccade_argmax_planes(const float* planes, int classes, int pixels, uint8_t* mask);
int saccade_argmax_pixels(const float* values, int classes, int pixels, uint8_t* mask);
int saccade_threshold_mask(const float* values, int pixels, float threshold, uint8_t* mask);
int saccade_argmax_planes_resized(const float* planes, int classes, int height, int width, int out_height,
                                  int out_width, uint8_t* mask);
int saccade_argmax_pixels_resized(const float* values, int classes, int height, int width, int out_height,
                                  int out_width, uint8_t* mask);
int saccade_threshold_mask_resized(const float* values, int height, int width, int out_height, int out_width,
                                   float threshold, uint8_t* mask);
int saccade_mask_stats(const uint8_t* mask, int width, int height, int classes, int32_t* stats);

int saccade_centernet(const float* heat, const float* sizes, int classes, int height, int width, float stride,
                      float min_score, float iou, float* rows, int max_rows);
int saccade_yolov8(const float* values, int classes, int anchors, int transposed, float min_score, float iou,
                   float* rows, int max_rows);
int saccade_yolox(const float* values, int classes, int input_width, int input_height, int decoded, float min_score,
                  float iou, float* rows, int max_rows);
int saccade_mlsd(const float* centre, const float* displacement, int planar, int height, int width, int logits,
                 float stride, float min_score, float min_length, float* rows, int max_rows);

int saccade_sound_floats(const float* values, int64_t n);
int saccade_sound_halves(const uint16_t* values, int64_t n);
int saccade_within(const float* values, int n, float lowest, float highest);

#ifdef __cplusplus
}
#endif

#endif
