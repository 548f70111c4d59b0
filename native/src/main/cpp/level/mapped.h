// Rows whose pixels come from places of their own: the taps are gathered one by one, finished as vectors.
#ifndef SACCADE_LEVEL_MAPPED_H
#define SACCADE_LEVEL_MAPPED_H

#include "../arithmetic/taps.h"
#include "../preprocess_plan.h"
#include "finish.h"
#include "level.h"

namespace saccade {
namespace {

inline int32_t gathered(const Component& c, const uint8_t* plane, int64_t stride, const Place& place) {
    const int x = static_cast<int>(place.column >> TAP_SHIFT);
    const int column_weight = static_cast<int>(place.column & TAP_WEIGHT);
    const int y = static_cast<int>(place.row >> TAP_SHIFT);
    const int weight = static_cast<int>(place.row & TAP_WEIGHT);
    const uint8_t* top = plane + c.offset + (y >> c.y_shift) * stride;
    const uint8_t* bottom = plane + c.offset + ((y + (weight != 0)) >> c.y_shift) * stride;
    const int near = (x >> c.x_shift) * c.step;
    const int far = ((x + (column_weight != 0)) >> c.x_shift) * c.step;
    return weigh_pair(blend(top[near], bottom[near], 256 - weight, weight),
                      blend(top[far], bottom[far], 256 - weight, weight), column_weight);
}

// The accumulators of one row, lane by lane.
template <int LANES>
inline void gather_row(const Plan& p, const uint8_t* const planes[3], const int strides[3], int row) {
    const int width = p.spec.placeWidth;
    const Place* places = p.places + static_cast<size_t>(row) * width;
    for (int lane = 0; lane < LANES; lane++) {
        const Component c = p.component[lane];
        const uint8_t* plane = planes[c.plane];
        const int64_t stride = strides[c.plane];
        int32_t* __restrict sums = p.lane_sums[lane];
        for (int x = 0; x < width; x++) {
            sums[x] = places[x].column == NOWHERE ? 0 : gathered(c, plane, stride, places[x]);
        }
    }
}

inline Ints load_ints(const int32_t* p) {
    Ints v;
    memcpy(&v, p, sizeof v);
    return v;
}

// What no place of the frame shows becomes what lies around the image.
inline void pad_nowhere(const Plan& p, int row, const float pad[3], int channels, float* const out[3]) {
    const int width = p.spec.placeWidth;
    const Place* places = p.places + static_cast<size_t>(row) * width;
    for (int x = 0; x < width; x++) {
        if (places[x].column != NOWHERE) continue;
        for (int c = 0; c < channels; c++) out[c][x] = pad[c];
    }
}

}  // namespace
}  // namespace saccade

#endif
