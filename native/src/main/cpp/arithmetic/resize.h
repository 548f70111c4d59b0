// Bilinear interpolation of a map: pixel centres lie at halves, edges repeat. First down the column on both sides, then
// along the row: the order decides bits.
#ifndef SACCADE_ARITHMETIC_RESIZE_H
#define SACCADE_ARITHMETIC_RESIZE_H

#include "numbers.h"

namespace saccade {
namespace {

// The two neighbours of a point along one axis, and how far it lies towards the second, 0..1.
struct Taps {
    int first, second;
    float towards;
};

// Source pixels per pixel that is made.
SACCADE_FUNCTION float resize_step(int from, int to) { return static_cast<float>(from) / static_cast<float>(to); }

SACCADE_FUNCTION Taps taps(int i, float step, int size) {
    const float at = (static_cast<float>(i) + 0.5f) * step - 0.5f;
    const float last = static_cast<float>(size - 1);
    const float inside = at > 0 ? (at < last ? at : last) : 0;
    const int first = static_cast<int>(inside);
    return {first, first + 1 < size ? first + 1 : first, inside - static_cast<float>(first)};
}

// An infinite value makes NaN of what it is mixed into, and NaN never wins.
SACCADE_FUNCTION float mixed(float a, float b, float towards) { return a + (b - a) * towards; }

}  // namespace
}  // namespace saccade

#endif
