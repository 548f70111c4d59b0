// The values of a row that reach a threshold, few of many.
#ifndef SACCADE_LEVEL_STRIPS_H
#define SACCADE_LEVEL_STRIPS_H

#include "level.h"

namespace saccade {
namespace {

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
