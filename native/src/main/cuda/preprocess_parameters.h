// What the preprocess kernels read, made by preprocess_program.cpp.
#ifndef SACCADE_CUDA_PREPROCESS_PARAMETERS_H
#define SACCADE_CUDA_PREPROCESS_PARAMETERS_H

#include "../cpp/arithmetic/coefficients.h"
#include "abi.h"

namespace saccade {

// A block of threads makes PREPROCESS_ROWS rows of as many groups of pixels; one thread makes one group.
constexpr int PREPROCESS_PIXELS = 4;
constexpr int PREPROCESS_COLUMNS = 32;
constexpr int PREPROCESS_ROWS = 4;

// Where the value of one lane lies: in row y >> y_shift of its plane, (x >> x_shift) * step bytes from offset. x counts
// from the crop's edge, y from the frame's.
struct PreprocessComponent {
    int32_t plane;
    int32_t x_shift;
    int32_t y_shift;
    int32_t step;
    int32_t offset;
};

struct PreprocessParameters {
    uint64_t frame;     // saccade_gpu_frame
    uint64_t tensor;
    uint64_t result;    // saccade_gpu_result, or 0: no stamps
    uint64_t columns;   // uint32 per column of the image: first source column << 16 | weight of the next one, of 16384
    uint64_t rows;      // uint32 per row of the image: first source row << 16 | weight of the next one, of 256
    uint64_t finished;  // uint32: blocks that ended, 0 before and after each launch
    PreprocessComponent component[3];
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

// A tap of either table.
constexpr int TAP_SHIFT = 16;
constexpr uint32_t TAP_WEIGHT = 0xffff;

}  // namespace saccade

#endif
