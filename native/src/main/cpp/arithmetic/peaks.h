// Detections that are peaks of a map. Map and Values are pointers to floats, or anything that is indexed like one.
#ifndef SACCADE_ARITHMETIC_PEAKS_H
#define SACCADE_ARITHMETIC_PEAKS_H

#include "boxes.h"
#include "exponential.h"

namespace saccade {
namespace {

constexpr int CENTERNET_RADIUS = 1;
constexpr int LINE_RADIUS = 2;

// A cell is a peak when no neighbour in its window is greater; NaN neighbours do not count. from: where the map begins.
template <typename Map>
SACCADE_FUNCTION bool is_peak(const Map& map, size_t from, int height, int width, int y, int x, int radius) {
    const float v = map[from + static_cast<size_t>(y) * width + x];
    const int top = y > radius ? y - radius : 0, bottom = y + radius < height ? y + radius : height - 1;
    const int left = x > radius ? x - radius : 0, right = x + radius < width ? x + radius : width - 1;
    for (int j = top; j <= bottom; j++) {
        const size_t row = from + static_cast<size_t>(j) * width;
        for (int i = left; i <= right; i++) {
            if (map[row + i] > v) return false;
        }
    }
    return true;
}

// sizes: planes of the distances to the left, top, right and bottom edge.
template <typename Values>
SACCADE_FUNCTION Candidate centernet_candidate(const Values& sizes, size_t cells, int y, int x, int width, float stride,
                                         float score, int32_t label) {
    const size_t cell = static_cast<size_t>(y) * width + x;
    const float centre_x = x * stride, centre_y = y * stride;
    return {{centre_x - sizes[cell], centre_y - sizes[cells + cell], centre_x + sizes[2 * cells + cell],
             centre_y + sizes[3 * cells + cell]},
            score,
            static_cast<int32_t>(label * cells + cell),
            label};
}

SACCADE_FUNCTION float line_score(float value, bool logits) { return logits ? 1 / (1 + exp_single(-value)) : value; }

// A segment by its ends' displacements from the cell; its box holds the ends. False when it is too short.
template <typename Values>
SACCADE_FUNCTION bool line_candidate(const Values& displacement, bool planar, size_t cells, int y, int x, int width,
                               float stride, float min_length, float score, Candidate& line) {
    const size_t cell = static_cast<size_t>(y) * width + x;
    float end[4];
    for (int k = 0; k < 4; k++) end[k] = planar ? displacement[k * cells + cell] : displacement[4 * cell + k];
    const float dx = end[2] - end[0], dy = end[3] - end[1];
    if (!(square_root(dx * dx + dy * dy) >= min_length)) return false;
    line = {{(x + end[0]) * stride, (y + end[1]) * stride, (x + end[2]) * stride, (y + end[3]) * stride},
            score,
            static_cast<int32_t>(cell),
            0};
    return true;
}

#if !defined(__CUDACC__)
// Smallest map value that can still give the score, a little low on purpose: the exact test follows. Once, on the host,
// whose logarithm no GPU has.
inline float line_prefilter(float min_score, bool logits) {
    if (!logits) return min_score;
    if (!(min_score > 0)) return -infinite();
    if (min_score >= 1) return 15;  // the sigmoid rounds to 1 from about 17
    return logf(min_score / (1 - min_score)) - 0.01f;
}
#endif

}  // namespace
}  // namespace saccade

#endif
