// Whether values are numbers that a decoder may compare. By their bits, so that no compiler flag can assume NaN away.
#include "entries.h"

namespace saccade {
namespace {

template <typename Bits>
inline Bits bits_at(const void* values, int64_t i) {
    Bits bits;
    memcpy(&bits, static_cast<const char*>(values) + i * static_cast<int64_t>(sizeof bits), sizeof bits);
    return bits;
}

// INFINITE is the pattern of positive infinity. As signed integers, positive infinity and NaN are the largest; as
// unsigned ones, NaN with the sign is, just above negative infinity.
template <typename Signed, typename Unsigned, Signed INFINITE>
inline bool block_is_sound(const void* values, int64_t from, int count) {
    constexpr Unsigned NEGATIVE_INFINITE =
        static_cast<Unsigned>(INFINITE | static_cast<Unsigned>(1) << (8 * sizeof(Unsigned) - 1));
    Signed most = 0;
    Unsigned farthest = 0;
    for (int i = 0; i < count; i++) {
        const Signed s = bits_at<Signed>(values, from + i);
        const Unsigned u = bits_at<Unsigned>(values, from + i);
        most = s > most ? s : most;
        farthest = u > farthest ? u : farthest;
    }
    return most < INFINITE && farthest <= NEGATIVE_INFINITE;
}

template <typename Signed, typename Unsigned, Signed INFINITE>
inline bool all_sound(const void* values, int64_t n) {
    constexpr int BLOCK = 4096;
    int64_t from = 0;
    for (; from + BLOCK <= n; from += BLOCK) {
        if (!block_is_sound<Signed, Unsigned, INFINITE>(values, from, BLOCK)) return false;
    }
    return from >= n || block_is_sound<Signed, Unsigned, INFINITE>(values, from, static_cast<int>(n - from));
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int sound_floats(const float* values, int64_t n) {
    const int level = ran(SOUND_FLOATS);
    return all_sound<int32_t, uint32_t, 0x7f800000>(values, n) ? level : -1;
}

int sound_halves(const uint16_t* values, int64_t n) {
    const int level = ran(SOUND_HALVES);
    return all_sound<int16_t, uint16_t, 0x7c00>(values, n) ? level : -1;
}

int within(const float* values, int n, float lowest, float highest) {
    const int level = ran(WITHIN);
    int outside = 0;
    for (int i = 0; i < n; i++) outside |= !(values[i] >= lowest) | !(values[i] <= highest);  // NaN is outside
    return outside ? -1 : level;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
