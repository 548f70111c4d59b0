// What every processor computes exactly alike, and C++ has no operator for.
#ifndef SACCADE_ARITHMETIC_NUMBERS_H
#define SACCADE_ARITHMETIC_NUMBERS_H

#include "function.h"

#if !defined(__CUDACC__)
#include <math.h>
#endif

namespace saccade {
namespace {

SACCADE_FUNCTION float infinite() { return bits_as<float>(static_cast<uint32_t>(0x7f800000)); }

SACCADE_FUNCTION bool finite(float v) { return v - v == 0; }

// Rounded to nearest, as IEEE 754 asks for.
SACCADE_FUNCTION float square_root(float v) {
#if defined(__CUDACC__)
    return __fsqrt_rn(v);
#else
    return sqrtf(v);
#endif
}

}  // namespace
}  // namespace saccade

#endif
