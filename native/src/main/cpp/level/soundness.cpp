// Whether many values are sound: their greatest, as signed and as unsigned integers.
#include "../arithmetic/soundness.h"

#include "entries.h"

namespace saccade {
namespace {

template <typename Bits>
inline Bits bits_at(const void* values, int64_t i) {
    Bits bits;
    memcpy(&bits, static_cast<const char*>(values) + i * static_cast<int64_t>(sizeof bits), sizeof bits);
    return bits;
}

template <typename Type>
inline bool block_is_sound(const void* values, int64_t from, int count) {
    typedef typename Type::Signed Signed;
    typedef typename Type::Unsigned Unsigned;
    Signed most = 0;
    Unsigned farthest = 0;
    for (int i = 0; i < count; i++) {
        const Signed s = bits_at<Signed>(values, from + i);
        const Unsigned u = bits_at<Unsigned>(values, from + i);
        most = s > most ? s : most;
        farthest = u > farthest ? u : farthest;
    }
    return extremes_are_sound<Type>(most, farthest);
}

template <typename Type>
inline bool all_sound(const void* values, int64_t n) {
    constexpr int BLOCK = 4096;
    int64_t from = 0;
    for (; from + BLOCK <= n; from += BLOCK) {
        if (!block_is_sound<Type>(values, from, BLOCK)) return false;
    }
    return from >= n || block_is_sound<Type>(values, from, static_cast<int>(n - from));
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int sound_floats(const float* values, int64_t n) {
    const int level = ran(SOUND_FLOATS);
    return all_sound<FloatBits>(values, n) ? level : -1;
}

int sound_halves(const uint16_t* values, int64_t n) {
    const int level = ran(SOUND_HALVES);
    return all_sound<HalfBits>(values, n) ? level : -1;
}

int within(const float* values, int n, float lowest, float highest) {
    const int level = ran(WITHIN);
    int outside = 0;
    for (int i = 0; i < n; i++) outside |= is_outside(values[i], lowest, highest);
    return outside ? -1 : level;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
