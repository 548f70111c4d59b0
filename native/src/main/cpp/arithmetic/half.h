// IEEE 754 binary32 to binary16, to nearest even. A NaN keeps the upper bits of its payload.
#ifndef SACCADE_ARITHMETIC_HALF_H
#define SACCADE_ARITHMETIC_HALF_H

#include "function.h"

namespace saccade {
namespace {

SACCADE_FUNCTION uint16_t half_bits(float value) {
    const uint32_t bits = bits_as<uint32_t>(value);
    const uint32_t sign = bits >> 16 & 0x8000;
    const uint32_t magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) return static_cast<uint16_t>(sign | 0x7e00 | (magnitude >> 13 & 0x1ff));
#if defined(__CUDA_ARCH__)
    // The instruction rounds as below, subnormal results included, but gives one NaN for all.
    uint16_t half;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(half) : "f"(value));
    return half;
#else
    if (magnitude >= 0x477ff000) return static_cast<uint16_t>(sign | 0x7c00);  // rounds to 65536 or more
    if (magnitude < 0x38800000) {  // subnormal: let the float adder round at the right bit
        const uint32_t rounded = bits_as<uint32_t>(bits_as<float>(magnitude) + 0.5f);
        return static_cast<uint16_t>(sign | (rounded - 0x3f000000));
    }
    const uint32_t rounded = magnitude + 0xfff + (magnitude >> 13 & 1);
    return static_cast<uint16_t>(sign | ((rounded - 0x38000000) >> 13));
#endif
}

}  // namespace
}  // namespace saccade

#endif
