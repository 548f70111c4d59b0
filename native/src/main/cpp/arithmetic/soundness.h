// Whether values are numbers that a decoder may compare: neither NaN nor positive infinity. By their bits, so that no
// compiler flag can assume NaN away.
#ifndef SACCADE_ARITHMETIC_SOUNDNESS_H
#define SACCADE_ARITHMETIC_SOUNDNESS_H

#include "arithmetic.h"

namespace saccade {
namespace {

constexpr int32_t INFINITE_FLOAT = 0x7f800000;
constexpr int16_t INFINITE_HALF = 0x7c00;

// INFINITE is the pattern of positive infinity. As signed integers, positive infinity and NaN are the largest; as
// unsigned ones, NaN with the sign is, just above negative infinity. So the largest of many patterns tell for all.
template <typename Signed, typename Unsigned, Signed INFINITE>
ARITHMETIC bool sound(Signed most, Unsigned farthest) {
    constexpr Unsigned NEGATIVE_INFINITE =
        static_cast<Unsigned>(INFINITE | static_cast<Unsigned>(1) << (8 * sizeof(Unsigned) - 1));
    return most < INFINITE && farthest <= NEGATIVE_INFINITE;
}

// NaN is outside.
ARITHMETIC bool outside(float v, float lowest, float highest) { return !(v >= lowest) | !(v <= highest); }

}  // namespace
}  // namespace saccade

#endif
