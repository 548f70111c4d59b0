// Horizontal pass: each destination pixel reads eight neighbouring 16-bit values of the blended row at its own offset,
// a byte shuffle picks the two taps of every channel, and a multiply-add of pairs (pmaddwd) weighs and sums them. One
// load, one shuffle and one multiply-add make all channels of a pixel, whatever the scale and the pixel format;
// a transpose then gathers each channel. No gathers, no limit on the span between pixels.
#ifndef SACCADE_LEVEL_HORIZONTAL_H
#define SACCADE_LEVEL_HORIZONTAL_H

#include "../arithmetic/finish.h"
#include "../preprocess_plan.h"
#include "level.h"

namespace saccade {
namespace {

// Steps of LANES_PER_VECTOR pixels in a block.
constexpr int STEPS = BLOCK / LANES_PER_VECTOR;

typedef Three<Ints> Lanes3;

#if SACCADE_LEVEL == 1
inline int32x4_t weigh(const int16_t* at, const uint8_t* mask, const int16_t* weight) {
    const int16x8_t taps = vreinterpretq_s16_u8(vqtbl1q_u8(vreinterpretq_u8_s16(vld1q_s16(at)), vld1q_u8(mask)));
    const int16x8_t w = vld1q_s16(weight);
    return vpaddq_s32(vmull_s16(vget_low_s16(taps), vget_low_s16(w)), vmull_high_s16(taps, w));
}

inline Lanes3 step_lanes(const int16_t* row, const int32_t* offset, const uint8_t* mask, const int16_t* weight) {
    const int32x4_t p0 = weigh(row + offset[0], mask, weight);
    const int32x4_t p1 = weigh(row + offset[1], mask + 64, weight + 32);
    const int32x4_t p2 = weigh(row + offset[2], mask + 128, weight + 64);
    const int32x4_t p3 = weigh(row + offset[3], mask + 192, weight + 96);
    const int32x4_t a = vzip1q_s32(p0, p2), b = vzip1q_s32(p1, p3);
    const int32x4_t c = vzip2q_s32(p0, p2), d = vzip2q_s32(p1, p3);
    return {reinterpret_cast<Ints>(vzip1q_s32(a, b)), reinterpret_cast<Ints>(vzip2q_s32(a, b)),
            reinterpret_cast<Ints>(vzip1q_s32(c, d))};
}
#else
inline __m128i load8(const int16_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }

#if SACCADE_LEVEL == 2
typedef __m128i Bits;

inline Bits taps(const int16_t* row, const int32_t* offset) { return load8(row + offset[0]); }
inline Bits bits(const void* p) { return _mm_load_si128(static_cast<const __m128i*>(p)); }
inline Bits weigh(Bits taps, Bits mask, Bits weight) { return _mm_madd_epi16(_mm_shuffle_epi8(taps, mask), weight); }
inline Bits low32(Bits a, Bits b) { return _mm_unpacklo_epi32(a, b); }
inline Bits high32(Bits a, Bits b) { return _mm_unpackhi_epi32(a, b); }
inline Bits low64(Bits a, Bits b) { return _mm_unpacklo_epi64(a, b); }
inline Bits high64(Bits a, Bits b) { return _mm_unpackhi_epi64(a, b); }
#elif SACCADE_LEVEL == 3
typedef __m256i Bits;

inline Bits taps(const int16_t* row, const int32_t* offset) {
    return _mm256_inserti128_si256(_mm256_castsi128_si256(load8(row + offset[0])), load8(row + offset[4]), 1);
}
inline Bits bits(const void* p) { return _mm256_load_si256(static_cast<const __m256i*>(p)); }
inline Bits weigh(Bits taps, Bits mask, Bits weight) {
    return _mm256_madd_epi16(_mm256_shuffle_epi8(taps, mask), weight);
}
inline Bits low32(Bits a, Bits b) { return _mm256_unpacklo_epi32(a, b); }
inline Bits high32(Bits a, Bits b) { return _mm256_unpackhi_epi32(a, b); }
inline Bits low64(Bits a, Bits b) { return _mm256_unpacklo_epi64(a, b); }
inline Bits high64(Bits a, Bits b) { return _mm256_unpackhi_epi64(a, b); }
#else
typedef __m512i Bits;

inline Bits taps(const int16_t* row, const int32_t* offset) {
    const __m512i first = _mm512_castsi128_si512(load8(row + offset[0]));
    const __m512i two = _mm512_inserti32x4(first, load8(row + offset[4]), 1);
    const __m512i three = _mm512_inserti32x4(two, load8(row + offset[8]), 2);
    return _mm512_inserti32x4(three, load8(row + offset[12]), 3);
}
inline Bits bits(const void* p) { return _mm512_load_si512(p); }
inline Bits weigh(Bits taps, Bits mask, Bits weight) {
    return _mm512_madd_epi16(_mm512_shuffle_epi8(taps, mask), weight);
}
inline Bits low32(Bits a, Bits b) { return _mm512_unpacklo_epi32(a, b); }
inline Bits high32(Bits a, Bits b) { return _mm512_unpackhi_epi32(a, b); }
inline Bits low64(Bits a, Bits b) { return _mm512_unpacklo_epi64(a, b); }
inline Bits high64(Bits a, Bits b) { return _mm512_unpackhi_epi64(a, b); }
#endif

inline Lanes3 step_lanes(const int16_t* row, const int32_t* offset, const uint8_t* mask, const int16_t* weight) {
    const Bits p0 = weigh(taps(row, offset), bits(mask), bits(weight));
    const Bits p1 = weigh(taps(row, offset + 1), bits(mask + 64), bits(weight + 32));
    const Bits p2 = weigh(taps(row, offset + 2), bits(mask + 128), bits(weight + 64));
    const Bits p3 = weigh(taps(row, offset + 3), bits(mask + 192), bits(weight + 96));
    const Bits a = low32(p0, p1), b = low32(p2, p3);
    const Bits c = high32(p0, p1), d = high32(p2, p3);
    return {reinterpret_cast<Ints>(low64(a, b)), reinterpret_cast<Ints>(high64(a, b)),
            reinterpret_cast<Ints>(low64(c, d))};
}
#endif

#if SACCADE_LEVEL == 4
constexpr int PICKS = (MAX_REGISTERS - 1) * REGISTER;

// The two taps of sixteen pixels in one lane.
template <int REGISTERS>
inline Bits pick(const int16_t* at, const uint16_t* picks) {
    Bits taps = _mm512_permutex2var_epi16(_mm512_loadu_si512(at), bits(picks), _mm512_loadu_si512(at + REGISTER));
    if (REGISTERS > 2) {
        taps = _mm512_permutex2var_epi16(taps, bits(picks + REGISTER), _mm512_loadu_si512(at + 2 * REGISTER));
    }
    if (REGISTERS > 3) {
        taps = _mm512_permutex2var_epi16(taps, bits(picks + 2 * REGISTER), _mm512_loadu_si512(at + 3 * REGISTER));
    }
    return taps;
}
#endif

// The first N lanes of pixels block * 16 + step * LANES_PER_VECTOR and on. REGISTERS is the plan's, where it can be used.
template <int N, int REGISTERS>
inline Lanes3 lanes_of(const Plan& plan, const int16_t* row, int block, int step) {
#if SACCADE_LEVEL == 4
    if (REGISTERS != 0) {
        // Permutes reach 64 values at a time: fewer instructions than a shuffle per pixel while a block spans few.
        const int16_t* at = row + plan.block_start[block];
        const uint16_t* picks = plan.picks + static_cast<size_t>(block) * 3 * PICKS;
        const Bits weight = bits(plan.block_weight + static_cast<size_t>(block) * REGISTER);
        Lanes3 out = {};
        out.first = reinterpret_cast<Ints>(_mm512_madd_epi16(pick<REGISTERS>(at, picks), weight));
        if (N == 1) return out;
        out.second = reinterpret_cast<Ints>(_mm512_madd_epi16(pick<REGISTERS>(at, picks + PICKS), weight));
        out.third = reinterpret_cast<Ints>(_mm512_madd_epi16(pick<REGISTERS>(at, picks + 2 * PICKS), weight));
        return out;
    }
#endif
    const size_t entry = static_cast<size_t>(block) * BLOCK + step * (LANES_PER_VECTOR / 4);
    return step_lanes(row, plan.offset + block * BLOCK + step * LANES_PER_VECTOR, plan.mask + 16 * entry,
                      plan.weight + 8 * entry);
}

}  // namespace
}  // namespace saccade

#endif
