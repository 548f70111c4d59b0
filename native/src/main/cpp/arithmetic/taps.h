// Bilinear interpolation in integers: rows weigh 1/256, columns 1/16384.
#ifndef SACCADE_ARITHMETIC_TAPS_H
#define SACCADE_ARITHMETIC_TAPS_H

#include "function.h"

namespace saccade {
namespace {

// Two pixels of neighbouring rows, whose weights add up to 256, moved around zero to fit 16 signed bits.
SACCADE_FUNCTION int16_t blend(uint8_t top, uint8_t bottom, int w0, int w1) {
    return static_cast<int16_t>(top * w0 + bottom * w1 - 32768);
}

// Two blended pixels of neighbouring columns: what a multiply-add of pairs makes of them and their weights, which add up
// to 16384.
SACCADE_FUNCTION int32_t weigh_pair(int16_t near, int16_t far, int far_weight) {
    return near * (16384 - far_weight) + far * far_weight;
}

}  // namespace
}  // namespace saccade

#endif
