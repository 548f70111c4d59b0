// IEEE 754 binary16 to binary32, exact.
#ifndef SACCADE_ARITHMETIC_WIDEN_H
#define SACCADE_ARITHMETIC_WIDEN_H

#include "numbers.h"

namespace saccade {
namespace {

SACCADE_FUNCTION float widened(uint16_t half) {
    constexpr float REBIAS = 5.192296858534828e33f;  // 2^112: a subnormal becomes normal by the product alone
    const uint32_t magnitude = half & 0x7fffu;
    const float scaled = bits_as<float>(static_cast<uint32_t>(magnitude << 13)) * REBIAS;
    const uint32_t bits = magnitude >= 0x7c00u ? magnitude << 13 | 0x7f800000u : bits_as<uint32_t>(scaled);
    return bits_as<float>(static_cast<uint32_t>(bits | (half & 0x8000u) << 16));
}

}  // namespace
}  // namespace saccade

#endif
