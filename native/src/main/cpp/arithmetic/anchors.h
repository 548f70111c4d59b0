// Heads with one candidate per anchor. Values is a pointer to floats, or anything that is indexed like one.
#ifndef SACCADE_ARITHMETIC_ANCHORS_H
#define SACCADE_ARITHMETIC_ANCHORS_H

#include "boxes.h"
#include "exponential.h"

namespace saccade {
namespace {

struct Best {
    float score;
    int32_t label;
};

// Where every search begins: a comparison with NaN is false, so NaN never wins, and values of NaN alone are class 0.
SACCADE_FUNCTION Best none_yet() { return {-infinite(), 0}; }

SACCADE_FUNCTION Best better(Best best, float score, int32_t label) {
    return score > best.score ? Best{score, label} : best;
}

// The better of two parts of one search that ran in any order; of equals the lower class, as if it had been one search.
SACCADE_FUNCTION Best joined(Best a, Best b) {
    const bool second = b.score > a.score || (b.score == a.score && b.label < a.label);
    return second ? b : a;
}

constexpr int YOLOV8_BOX = 4;
constexpr int YOLOX_BOX = 5;  // and objectness

// step: from one value of an anchor to its next.
template <typename Values>
SACCADE_FUNCTION Candidate yolov8_candidate(const Values& values, size_t at, size_t step, Best best, int32_t anchor) {
    return centred(values[at], values[at + step], values[at + 2 * step], values[at + 3 * step], best.score, anchor,
                   best.label);
}

struct GridCell {
    int stride, x, y;
};

// The cells of the grids of strides 8, 16 and 32, row by row.
SACCADE_FUNCTION GridCell grid_cell(int anchor, int input_width, int input_height) {
    int stride = 8;
    for (; stride < 32; stride *= 2) {
        const int cells = (input_width / stride) * (input_height / stride);
        if (anchor < cells) break;
        anchor -= cells;
    }
    const int columns = input_width / stride;
    return {stride, anchor % columns, anchor / columns};
}

template <typename Values>
SACCADE_FUNCTION Candidate yolox_candidate(const Values& values, size_t at, bool decoded, const GridCell& cell, float score,
                                     int32_t anchor, int32_t label) {
    if (decoded) return centred(values[at], values[at + 1], values[at + 2], values[at + 3], score, anchor, label);
    return centred((values[at] + cell.x) * cell.stride, (values[at + 1] + cell.y) * cell.stride,
                   exp_single(values[at + 2]) * cell.stride, exp_single(values[at + 3]) * cell.stride, score, anchor,
                   label);
}

}  // namespace
}  // namespace saccade

#endif
