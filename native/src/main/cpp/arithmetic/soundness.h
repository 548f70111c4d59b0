// Whether values are numbers that a decoder may compare, by their bits, so that no compiler flag can assume NaN away.
// Sound are finite values and negative infinity, which masked scores hold; NaN and positive infinity are not.
#ifndef SACCADE_ARITHMETIC_SOUNDNESS_H
#define SACCADE_ARITHMETIC_SOUNDNESS_H

#include "function.h"

namespace saccade {
namespace {

// A type's values as signed and as unsigned integers. INFINITE is the pattern of positive infinity.
struct FloatBits {
    typedef int32_t Signed;
    typedef uint32_t Unsigned;
    static constexpr int32_t INFINITE = 0x7f800000;
};

struct HalfBits {
    typedef int16_t Signed;
    typedef uint16_t Unsigned;
    static constexpr int16_t INFINITE = 0x7c00;
};

// As signed integers, positive infinity and NaN are the largest; as unsigned ones, NaN with the sign is, just above
// negative infinity. So the greatest of many, both ways, tell of all of them.
template <typename Bits>
SACCADE_FUNCTION bool extremes_are_sound(typename Bits::Signed most, typename Bits::Unsigned farthest) {
    typedef typename Bits::Unsigned Unsigned;
    constexpr Unsigned SIGN = static_cast<Unsigned>(static_cast<Unsigned>(1) << (8 * sizeof(Unsigned) - 1));
    return most < Bits::INFINITE && farthest <= static_cast<Unsigned>(static_cast<Unsigned>(Bits::INFINITE) | SIGN);
}

// One value.
template <typename Bits>
SACCADE_FUNCTION bool is_sound(typename Bits::Unsigned bits) {
    return extremes_are_sound<Bits>(static_cast<typename Bits::Signed>(bits), bits);
}

// How far a probability may lie outside 0..1: softmax in fp16 rounds by up to half of this.
constexpr float LOWEST_PROBABILITY = -1e-3f;
constexpr float HIGHEST_PROBABILITY = 1 + 1e-3f;

// NaN is outside.
SACCADE_FUNCTION bool is_outside(float v, float lowest, float highest) { return !(v >= lowest) | !(v <= highest); }

}  // namespace
}  // namespace saccade

#endif
