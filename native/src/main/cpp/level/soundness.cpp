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

template <typename Signed, typename Unsigned, Signed INFINITE>
inline bool block_is_sound(const void* values, int64_t from, int count) {
    Signed most = 0;
    Unsigned farthest = 0;
    for (int i = 0; i < count; i++) {
        const Signed s = bits_at<Signed>(values, from + i);
        const Unsigned u = bits_at<Unsigned>(values, from + i);
        most = s > most ? s : most;
        farthest = u > farthest ? u : farthest;
    }
    return sound<Signed, Unsigned, INFINITE>(most, farthest);
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
    return all_sound<int32_t, uint32_t, INFINITE_FLOAT>(values, n) ? level : -1;
}

int sound_halves(const uint16_t* values, int64_t n) {
    const int level = ran(SOUND_HALVES);
    return all_sound<int16_t, uint16_t, INFINITE_HALF>(values, n) ? level : -1;
}

int within(const float* values, int n, float lowest, float highest) {
    const int level = ran(WITHIN);
    int any = 0;
    for (int i = 0; i < n; i++) any |= outside(values[i], lowest, highest);
    return any ? -1 : level;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
