// The arithmetic from accumulators to tensor values, in vectors of the level.
#ifndef SACCADE_LEVEL_FINISH_H
#define SACCADE_LEVEL_FINISH_H

#include "../arithmetic/finish.h"
#include "level.h"

namespace saccade {
namespace {

struct Vector {
    typedef saccade::Floats Floats;
    typedef saccade::Ints Ints;

    static inline Floats all(float v) { return saccade::all(v); }
    static inline Floats to_floats(Ints v) { return saccade::to_floats(v); }

    // To 0..255. The compiler does not make minima and maxima of comparisons by itself, since NaN and zero have a side.
    static inline Floats clamp255(Floats v) {
#if SACCADE_LEVEL == 4
        return _mm512_min_ps(_mm512_max_ps(v, all(0)), all(255));
#elif SACCADE_LEVEL == 3
        return _mm256_min_ps(_mm256_max_ps(v, all(0)), all(255));
#elif SACCADE_LEVEL == 2
        return _mm_min_ps(_mm_max_ps(v, all(0)), all(255));
#else
        return vminq_f32(vmaxq_f32(v, all(0)), all(255));
#endif
    }
};

}  // namespace
}  // namespace saccade

#endif
