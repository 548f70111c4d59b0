// Vertical pass: two rows of bytes become one of 16-bit values, (top * w0 + bottom * w1) - 32768 with w0 + w1 = 256.
// Moving the pixels around zero lets one instruction (pmaddubsw: unsigned weights, signed pixels) do both products
// without saturation, and keeps the sums within the signed 16 bits that the horizontal pass multiplies.
#ifndef SACCADE_LEVEL_VERTICAL_H
#define SACCADE_LEVEL_VERTICAL_H

#include "../arithmetic/taps.h"
#include "level.h"

namespace saccade {
namespace {

// Bytes that one step of blend_vector takes, and how its result is stored in order.
#if SACCADE_LEVEL == 4
constexpr int ROW_STEP = 64;
typedef __m512i Row16;

inline void blend_vector(const uint8_t* top, const uint8_t* bottom, Row16 weights, Row16& low, Row16& high) {
    const __m512i sign = _mm512_set1_epi8(static_cast<char>(0x80));
    const __m512i a = _mm512_xor_si512(_mm512_loadu_si512(top), sign);
    const __m512i b = _mm512_xor_si512(_mm512_loadu_si512(bottom), sign);
    low = _mm512_maddubs_epi16(weights, _mm512_unpacklo_epi8(a, b));
    high = _mm512_maddubs_epi16(weights, _mm512_unpackhi_epi8(a, b));
}

inline Row16 row_weights(int w0, int w1) { return _mm512_set1_epi16(static_cast<short>(w0 | w1 << 8)); }

// Unpacking works within 128 bits: the quarters of low and high alternate.
inline void store_in_order(int16_t* out, Row16 low, Row16 high) {
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
    const __m512i second = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
    _mm512_storeu_si512(out, _mm512_permutex2var_epi64(low, first, high));
    _mm512_storeu_si512(out + 32, _mm512_permutex2var_epi64(low, second, high));
}

inline Row16 interleave_low(Row16 a, Row16 b) { return _mm512_unpacklo_epi16(a, b); }
inline Row16 interleave_high(Row16 a, Row16 b) { return _mm512_unpackhi_epi16(a, b); }

// Luma and chroma of 64 pixels, interleaved: the quarters of the four vectors in turn.
inline void store_quarters_in_order(int16_t* out, Row16 a, Row16 b, Row16 c, Row16 d) {
    const __m512i ab02 = _mm512_shuffle_i64x2(a, b, 0x44), ab13 = _mm512_shuffle_i64x2(a, b, 0xee);
    const __m512i cd02 = _mm512_shuffle_i64x2(c, d, 0x44), cd13 = _mm512_shuffle_i64x2(c, d, 0xee);
    _mm512_storeu_si512(out, _mm512_shuffle_i64x2(ab02, cd02, 0x88));
    _mm512_storeu_si512(out + 32, _mm512_shuffle_i64x2(ab02, cd02, 0xdd));
    _mm512_storeu_si512(out + 64, _mm512_shuffle_i64x2(ab13, cd13, 0x88));
    _mm512_storeu_si512(out + 96, _mm512_shuffle_i64x2(ab13, cd13, 0xdd));
}
#elif SACCADE_LEVEL == 3
constexpr int ROW_STEP = 32;
typedef __m256i Row16;

inline void blend_vector(const uint8_t* top, const uint8_t* bottom, Row16 weights, Row16& low, Row16& high) {
    const __m256i sign = _mm256_set1_epi8(static_cast<char>(0x80));
    const __m256i a = _mm256_xor_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(top)), sign);
    const __m256i b = _mm256_xor_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bottom)), sign);
    low = _mm256_maddubs_epi16(weights, _mm256_unpacklo_epi8(a, b));
    high = _mm256_maddubs_epi16(weights, _mm256_unpackhi_epi8(a, b));
}

inline Row16 row_weights(int w0, int w1) { return _mm256_set1_epi16(static_cast<short>(w0 | w1 << 8)); }

inline void store_half(int16_t* out, __m128i v) { _mm_storeu_si128(reinterpret_cast<__m128i*>(out), v); }

// Unpacking works within 128 bits: the halves of low and high alternate.
inline void store_in_order(int16_t* out, Row16 low, Row16 high) {
    store_half(out, _mm256_castsi256_si128(low));
    store_half(out + 8, _mm256_castsi256_si128(high));
    store_half(out + 16, _mm256_extracti128_si256(low, 1));
    store_half(out + 24, _mm256_extracti128_si256(high, 1));
}

inline Row16 interleave_low(Row16 a, Row16 b) { return _mm256_unpacklo_epi16(a, b); }
inline Row16 interleave_high(Row16 a, Row16 b) { return _mm256_unpackhi_epi16(a, b); }

inline void store_quarters_in_order(int16_t* out, Row16 a, Row16 b, Row16 c, Row16 d) {
    store_half(out, _mm256_castsi256_si128(a));
    store_half(out + 8, _mm256_castsi256_si128(b));
    store_half(out + 16, _mm256_castsi256_si128(c));
    store_half(out + 24, _mm256_castsi256_si128(d));
    store_half(out + 32, _mm256_extracti128_si256(a, 1));
    store_half(out + 40, _mm256_extracti128_si256(b, 1));
    store_half(out + 48, _mm256_extracti128_si256(c, 1));
    store_half(out + 56, _mm256_extracti128_si256(d, 1));
}
#elif SACCADE_LEVEL == 2
constexpr int ROW_STEP = 16;
typedef __m128i Row16;

inline void blend_vector(const uint8_t* top, const uint8_t* bottom, Row16 weights, Row16& low, Row16& high) {
    const __m128i sign = _mm_set1_epi8(static_cast<char>(0x80));
    const __m128i a = _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(top)), sign);
    const __m128i b = _mm_xor_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bottom)), sign);
    low = _mm_maddubs_epi16(weights, _mm_unpacklo_epi8(a, b));
    high = _mm_maddubs_epi16(weights, _mm_unpackhi_epi8(a, b));
}

inline Row16 row_weights(int w0, int w1) { return _mm_set1_epi16(static_cast<short>(w0 | w1 << 8)); }

inline void store_in_order(int16_t* out, Row16 low, Row16 high) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), low);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 8), high);
}

inline Row16 interleave_low(Row16 a, Row16 b) { return _mm_unpacklo_epi16(a, b); }
inline Row16 interleave_high(Row16 a, Row16 b) { return _mm_unpackhi_epi16(a, b); }

inline void store_quarters_in_order(int16_t* out, Row16 a, Row16 b, Row16 c, Row16 d) {
    store_in_order(out, a, b);
    store_in_order(out + 16, c, d);
}
#else
constexpr int ROW_STEP = 16;
typedef int16x8_t Row16;

inline int16x8_t blend_half(uint8x8_t a, uint8x8_t b, uint8x8_t w0, uint8x8_t w1) {
    const uint16x8_t sum = vmlal_u8(vmull_u8(a, w0), b, w1);
    return vreinterpretq_s16_u16(veorq_u16(sum, vdupq_n_u16(0x8000)));
}

inline void blend_vector(const uint8_t* top, const uint8_t* bottom, Row16 weights, Row16& low, Row16& high) {
    const uint8x16_t a = vld1q_u8(top), b = vld1q_u8(bottom), w = vreinterpretq_u8_s16(weights);
    const uint8x8_t w0 = vdup_laneq_u8(w, 0), w1 = vdup_laneq_u8(w, 1);
    low = blend_half(vget_low_u8(a), vget_low_u8(b), w0, w1);
    high = blend_half(vget_high_u8(a), vget_high_u8(b), w0, w1);
}

inline Row16 row_weights(int w0, int w1) { return vdupq_n_s16(static_cast<int16_t>(w0 | w1 << 8)); }

inline void store_in_order(int16_t* out, Row16 low, Row16 high) {
    vst1q_s16(out, low);
    vst1q_s16(out + 8, high);
}

inline Row16 interleave_low(Row16 a, Row16 b) { return vzip1q_s16(a, b); }
inline Row16 interleave_high(Row16 a, Row16 b) { return vzip2q_s16(a, b); }

inline void store_quarters_in_order(int16_t* out, Row16 a, Row16 b, Row16 c, Row16 d) {
    store_in_order(out, a, b);
    store_in_order(out + 16, c, d);
}
#endif

// A packed row of n bytes. The last step overlaps the one before it rather than read past the row.
inline void blend_row(const uint8_t* top, const uint8_t* bottom, int n, int w0, int w1, int16_t* out) {
    if (n < ROW_STEP) {
        for (int i = 0; i < n; i++) out[i] = blend(top[i], bottom[i], w0, w1);
        return;
    }
    const Row16 weights = row_weights(w0, w1);
    for (int i = 0;;) {
        Row16 low, high;
        blend_vector(top + i, bottom + i, weights, low, high);
        store_in_order(out + i, low, high);
        if (i == n - ROW_STEP) return;
        i = i + 2 * ROW_STEP <= n ? i + ROW_STEP : n - ROW_STEP;
    }
}

// One pair of pixels of a planar YUV row: luma, first chroma, luma, second chroma.
inline void blend_pair(const uint8_t* const luma[2], const uint8_t* const chroma[2], int i, int n, int w0, int w1,
                       int16_t* out) {
    const int next = i + 1 < n ? i + 1 : i;
    out[2 * i] = blend(luma[0][i], luma[1][i], w0, w1);
    out[2 * i + 1] = blend(chroma[0][i], chroma[1][i], w0, w1);
    out[2 * i + 2] = blend(luma[0][next], luma[1][next], w0, w1);
    out[2 * i + 3] = blend(chroma[0][i + 1], chroma[1][i + 1], w0, w1);
}

// A luma row of n bytes and its interleaved chroma row become a 4:2:2 row in the order of YUYV.
inline void blend_planar_row(const uint8_t* const luma[2], const uint8_t* const chroma[2], int n, int w0, int w1,
                             int16_t* out) {
    const int even = n / 2 * 2;
    if (even < ROW_STEP) {
        for (int i = 0; i < n; i += 2) blend_pair(luma, chroma, i, n, w0, w1, out);
        return;
    }
    const Row16 weights = row_weights(w0, w1);
    for (int i = 0;;) {
        Row16 y0, y1, c0, c1;
        blend_vector(luma[0] + i, luma[1] + i, weights, y0, y1);
        blend_vector(chroma[0] + i, chroma[1] + i, weights, c0, c1);
        store_quarters_in_order(out + 2 * i, interleave_low(y0, c0), interleave_high(y0, c0), interleave_low(y1, c1),
                                interleave_high(y1, c1));
        if (i == even - ROW_STEP) break;
        i = i + 2 * ROW_STEP <= even ? i + ROW_STEP : even - ROW_STEP;
    }
    if (even < n) blend_pair(luma, chroma, even, n, w0, w1, out);
}

}  // namespace
}  // namespace saccade

#endif
