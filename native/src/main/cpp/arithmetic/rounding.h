// A value as an unsigned byte: to nearest even, saturated; NaN gives 0.
#ifndef SACCADE_ARITHMETIC_ROUNDING_H
#define SACCADE_ARITHMETIC_ROUNDING_H

#include "function.h"

namespace saccade {
namespace {

SACCADE_FUNCTION uint8_t byte_of(float v) {
    const float floor = v > 0 ? v : 0;
    const float within = floor < 255 ? floor : 255;
#if defined(__CUDA_ARCH__)
    return static_cast<uint8_t>(__float2int_rn(within));
#else
    return static_cast<uint8_t>(static_cast<int>(__builtin_rintf(within)));
#endif
}

}  // namespace
}  // namespace saccade

#endif
