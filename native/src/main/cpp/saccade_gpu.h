// Programs of kernel launches, made on the host, without CUDA: what to launch over which block of device memory. Whoever
// has a device (or the emulator of the tests) uploads the block and launches each kernel with one argument, the address
// of its parameters in the block. Documented in dev.saccade.gpu.
#ifndef SACCADE_GPU_H
#define SACCADE_GPU_H

#include <stdint.h>

#include "saccade_kernels.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SACCADE_GPU_NAME = 48, SACCADE_GPU_OUTPUTS = 4 };

// Field names are those of dev.saccade.gpu.GpuLaunch.
struct saccade_gpu_launch {
    char kernel[SACCADE_GPU_NAME];
    int gridX, gridY, gridZ;
    int blockX, blockY, blockZ;
    int sharedBytes;
    int64_t parameters;  // offset in the block
};

enum saccade_gpu_decoder_kind {
    SACCADE_GPU_SOFTMAX = 0,
    SACCADE_GPU_LOGITS = 1,
    SACCADE_GPU_CENTERNET = 2,
    SACCADE_GPU_YOLOX = 3,
    SACCADE_GPU_YOLOV8 = 4,
    SACCADE_GPU_ARGMAX_PLANES = 5,
    SACCADE_GPU_ARGMAX_PIXELS = 6,
    SACCADE_GPU_THRESHOLD = 7,
    SACCADE_GPU_MLSD = 8
};

// Field names are those of dev.saccade.gpu.GpuDecoderSpec. Unused ones are 0.
struct saccade_gpu_decoder_spec {
    int kind;
    int outputs;                             // engine outputs that are read, in the order of the bindings
    int types[SACCADE_GPU_OUTPUTS];          // saccade_type of each: FLOAT32 or FLOAT16
    int64_t elements[SACCADE_GPU_OUTPUTS];   // of each
    int classes;
    int height;        // of the map, or of the mask that the network gives
    int width;
    int anchors;
    int transposed;
    int decoded;
    int inputWidth;
    int inputHeight;
    int logits;
    int planar;
    int top;
    int maxRows;
    int outHeight;     // of the mask that is made; 0: as the network gives it
    int outWidth;
    float stride;
    float minScore;
    float iou;
    float minLength;
    float threshold;
};

int64_t saccade_gpu_preprocess(const struct saccade_preprocess_spec* spec);
int64_t saccade_gpu_decoder(const struct saccade_gpu_decoder_spec* spec);
void saccade_gpu_destroy(int64_t program);
int saccade_gpu_launches(int64_t program);
int saccade_gpu_launch_at(int64_t program, int i, struct saccade_gpu_launch* launch);
int64_t saccade_gpu_block_bytes(int64_t program);
int64_t saccade_gpu_image_bytes(int64_t program);
int saccade_gpu_bindings(int64_t program);
int saccade_gpu_image(int64_t program, int64_t base, const int64_t* bindings, void* image);
int saccade_gpu_accepts(int64_t program, const void* frame);
int64_t saccade_gpu_traffic_bytes(int64_t program);
int64_t saccade_gpu_result_bytes(int64_t program);

// Documented in dev.saccade.gpu.CppObject.
int saccade_cpp_delete(int64_t object, int slot);

#ifdef __cplusplus
}
#endif

#endif
