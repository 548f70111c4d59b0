// Local maxima of a map. A cell is a peak when no neighbour in its window is greater; NaN neighbours do not count.
#ifndef SACCADE_LEVEL_PEAKS_H
#define SACCADE_LEVEL_PEAKS_H

#include "level.h"

namespace saccade {
namespace {

inline bool is_peak(const float* map, int height, int width, int y, int x, int radius) {
    const float v = map[static_cast<size_t>(y) * width + x];
    const int top = y > radius ? y - radius : 0, bottom = y + radius < height ? y + radius : height - 1;
    const int left = x > radius ? x - radius : 0, right = x + radius < width ? x + radius : width - 1;
    for (int j = top; j <= bottom; j++) {
        const float* row = map + static_cast<size_t>(j) * width;
        for (int i = left; i <= right; i++) {
            if (row[i] > v) return false;
        }
    }
    return true;
}

// Whether any of n values reaches the threshold: most of a map does not, and is passed over at vector speed.
inline bool any_at_least(const float* values, int n, float threshold) {
    int found = 0;
    for (int i = 0; i < n; i++) found |= values[i] >= threshold;
    return found != 0;
}

constexpr int STRIP = 64;

// Calls visit(index) for each value of a row that reaches the threshold.
template <typename Visit>
inline void each_at_least(const float* values, int n, float threshold, const Visit& visit) {
    for (int from = 0; from < n; from += STRIP) {
        const int count = from + STRIP <= n ? STRIP : n - from;
        if (!any_at_least(values + from, count, threshold)) continue;
        for (int i = from; i < from + count; i++) {
            if (values[i] >= threshold) visit(i);
        }
    }
}

}  // namespace
}  // namespace saccade

#endif
