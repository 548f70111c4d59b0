// e^x in single precision, the same bits at every level. Cody-Waite reduction by ln 2 in two parts, then the Taylor
// polynomial of degree 7 on |r| <= ln 2 / 2, whose remainder is below 6e-9; relative error with rounding below 3e-7.
#ifndef SACCADE_LEVEL_EXPONENTIAL_H
#define SACCADE_LEVEL_EXPONENTIAL_H

#include "level.h"

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
inline V exp_in_range(V x, V rest) {
    const V n = (x * LOG2_E + ROUND) - ROUND;
    const V r = ((x - n * LN2_HIGH) - n * LN2_LOW) + rest;
    V p = r * (1.0f / 5040) + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * (r * r) + r;
    p = p + 1.0f;
    V with_exponent = n + (ROUND + 127.0f);
    I power;
    memcpy(&power, &with_exponent, sizeof power);
    power = power << 23;  // the whole number sits in the low bits
    V scale;
    memcpy(&scale, &power, sizeof scale);
    return p * scale;
}

// e^x of any x; NaN stays NaN.
inline float exp_single(float x) {
    if (x > HIGHEST) return __builtin_inff();
    if (x < LOWEST) return 0;
    return x == x ? exp_in_range<float, uint32_t>(x, 0.0f) : x;
}

}  // namespace
}  // namespace saccade

#endif
