// What the preprocess kernels read, made by preprocess_program.cpp.
#ifndef SACCADE_CUDA_PREPROCESS_PARAMETERS_H
#define SACCADE_CUDA_PREPROCESS_PARAMETERS_H

#include "../cpp/arithmetic/coefficients.h"
#include "../cpp/arithmetic/component.h"
#include "abi.h"

namespace saccade {

// A block of threads makes PREPROCESS_ROWS rows of as many groups of pixels; one thread makes one group.
constexpr int PREPROCESS_PIXELS = 4;
constexpr int PREPROCESS_COLUMNS = 32;
constexpr int PREPROCESS_ROWS = 4;

struct PreprocessParameters {
    uint64_t frame;     // saccade_gpu_frame
    uint64_t tensor;
    uint64_t result;    // saccade_gpu_result, or 0: no stamps
    uint64_t columns;   // a tap per column of the image, from the crop's edge
    uint64_t rows;      // a tap per row of the image, from the frame's edge
    uint64_t places;    // instead of both: a Place per pixel of the image
    uint64_t finished;  // uint32: blocks that ended, 0 before and after each launch
    Component component[3];
    int32_t width;      // of the tensor
    int32_t height;
    int32_t place_x;
    int32_t place_y;
    int32_t place_width;
    int32_t place_height;
    int32_t interleaved;  // NHWC
    int32_t element;      // bytes of a value: 4 float, 2 half, 1 unsigned byte
    float pad[4];         // of each channel outside the image; of the fourth, everywhere
    Coefficients coefficients;
};

}  // namespace saccade

#endif
