// Candidates of a decoder: their order, their boxes, and when one box suppresses another.
#ifndef SACCADE_ARITHMETIC_BOXES_H
#define SACCADE_ARITHMETIC_BOXES_H

#include "numbers.h"

namespace saccade {
namespace {

// A decoder considers so many candidates, the best.
constexpr int MAX_CANDIDATES = 4096;

struct Candidate {
    float box[4];
    float score;
    int32_t index;
    int32_t label;
};

// Total: no two candidates of a decoder have one index.
SACCADE_FUNCTION bool ahead(const Candidate& a, const Candidate& b) {
    return a.score > b.score || (a.score == b.score && a.index < b.index);
}

// The same order as a number: a is ahead of b when its key is less. Never 0; not for NaN.
SACCADE_FUNCTION uint64_t order_key(float score, int32_t index) {
    const uint32_t bits = bits_as<uint32_t>(score + 0.0f);  // one zero
    const uint32_t falling = bits >> 31 ? bits : ~bits & 0x7fffffffu;
    return static_cast<uint64_t>(falling) << 32 | static_cast<uint32_t>(index);
}

SACCADE_FUNCTION int32_t index_of(uint64_t key) { return static_cast<int32_t>(key & 0xffffffffu); }

SACCADE_FUNCTION bool finite(const Candidate& c) {
    return finite(c.score) && finite(c.box[0]) && finite(c.box[1]) && finite(c.box[2]) && finite(c.box[3]);
}

SACCADE_FUNCTION Candidate centred(float x, float y, float width, float height, float score, int32_t index, int32_t label) {
    return {{x - width / 2, y - height / 2, x + width / 2, y + height / 2}, score, index, label};
}

SACCADE_FUNCTION float area(const float* b) {
    const float width = b[2] - b[0], height = b[3] - b[1];
    return width > 0 && height > 0 ? width * height : 0;
}

SACCADE_FUNCTION bool overlaps(const float* a, const float* b, float iou) {
    const float left = a[0] > b[0] ? a[0] : b[0], right = a[2] < b[2] ? a[2] : b[2];
    const float top = a[1] > b[1] ? a[1] : b[1], bottom = a[3] < b[3] ? a[3] : b[3];
    if (!(right > left && bottom > top)) return false;
    const float common = (right - left) * (bottom - top);
    return common > iou * (area(a) + area(b) - common);
}

}  // namespace
}  // namespace saccade

#endif
