// e^x in single precision, the same bits everywhere. Cody-Waite reduction by ln 2 in two parts, then the Taylor
// polynomial of degree 7 on |r| <= ln 2 / 2, whose remainder is below 6e-9; relative error with rounding below 3e-7.
#ifndef SACCADE_ARITHMETIC_EXPONENTIAL_H
#define SACCADE_ARITHMETIC_EXPONENTIAL_H

#include "numbers.h"

namespace saccade {
namespace {

constexpr float LOG2_E = 1.44269504f;
constexpr float LN2_HIGH = 0.693359375f;    // nine bits: times an exponent it is exact
constexpr float LN2_LOW = -2.12194440e-4f;
constexpr float ROUND = 12582912.0f;        // 1.5 * 2^23: adding it rounds to a whole number
constexpr float LOWEST = -87.3365402f;      // below, e^x is not a normal number and counts as 0
constexpr float HIGHEST = 88.3762589f;      // above, 2^n would leave the exponent's range; counts as infinite

// e^(x + rest), for LOWEST <= x <= HIGHEST; V is float or a vector of floats, I the integers of the same shape.
template <typename V, typename I>
SACCADE_FUNCTION V exp_in_range(V x, V rest) {
    const V n = (x * LOG2_E + ROUND) - ROUND;
    const V r = ((x - n * LN2_HIGH) - n * LN2_LOW) + rest;
    V p = r * (1.0f / 5040) + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * (r * r) + r;
    p = p + 1.0f;
    const V with_exponent = n + (ROUND + 127.0f);
    I power = bits_as<I>(with_exponent);
    power = power << 23;  // the whole number sits in the low bits
    return p * bits_as<V>(power);
}

// e^x of any x; NaN stays NaN.
SACCADE_FUNCTION float exp_single(float x) {
    if (x > HIGHEST) return infinite();
    if (x < LOWEST) return 0;
    return x == x ? exp_in_range<float, uint32_t>(x, 0.0f) : x;
}

// e^(x - max) for x <= max. The difference is carried in two floats: rounded to one, a difference of 80 would cost 4e-6.
template <typename V, typename I>
SACCADE_FUNCTION V exp_below(V x, V max) {
    const V d = x - max;
    const V back = d - x;
    const V rest = (x - (d - back)) - (max + back);
    const V e = exp_in_range<V, I>(d, rest);
    const V small = d >= LOWEST ? e : V{};  // false for NaN
    return x == max ? V{} + 1.0f : small;   // also for infinities, whose difference is NaN
}

// Terms of a softmax are added up in double over so many lanes, the lanes then from the first to the last.
constexpr int SUM_LANES = 16;

// What every term is multiplied by.
SACCADE_FUNCTION float softmax_scale(double sum) { return sum > 0 ? static_cast<float>(1 / sum) : 0; }

}  // namespace
}  // namespace saccade

#endif
