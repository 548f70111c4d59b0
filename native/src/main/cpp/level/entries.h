// The kernels of one level, as its table lists them. Hidden: only the table is seen from outside.
#ifndef SACCADE_LEVEL_ENTRIES_H
#define SACCADE_LEVEL_ENTRIES_H

#include "level.h"

namespace saccade {
namespace SACCADE_LEVEL_NAMESPACE {

int preprocess(const Plan& plan, const uint8_t* const planes[3], const int strides[3], void* dst);
int softmax(const float* in, float* out, int n);
int topk(const float* in, int n, int k, int32_t* indices, float* values);
int argmax_planes(const float* planes, int classes, int pixels, uint8_t* mask);
int argmax_pixels(const float* values, int classes, int pixels, uint8_t* mask);
int threshold_mask(const float* values, int pixels, float threshold, uint8_t* mask);
int argmax_planes_resized(const float* planes, int classes, int height, int width, int out_height, int out_width,
                          uint8_t* mask);
int argmax_pixels_resized(const float* values, int classes, int height, int width, int out_height, int out_width,
                          uint8_t* mask);
int threshold_mask_resized(const float* values, int height, int width, int out_height, int out_width, float threshold,
                           uint8_t* mask);
int mask_stats(const uint8_t* mask, int width, int height, int classes, int32_t* stats);
int centernet(const float* heat, const float* sizes, int classes, int height, int width, float stride,
              float min_score, float iou, float* rows, int max_rows);
int yolov8(const float* values, int classes, int anchors, int transposed, float min_score, float iou, float* rows,
           int max_rows);
int yolox(const float* values, int classes, int input_width, int input_height, int decoded, float min_score,
          float iou, float* rows, int max_rows);
int mlsd(const float* centre, const float* displacement, int planar, int height, int width, int logits, float stride,
         float min_score, float min_length, float* rows, int max_rows);
int sound_floats(const float* values, int64_t n);
int sound_halves(const uint16_t* values, int64_t n);
int within(const float* values, int n, float lowest, float highest);

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade

#endif
