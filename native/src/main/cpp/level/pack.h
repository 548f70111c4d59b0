// Row-wise conversion of float values to the destination's type, and interleaving for NHWC.
#ifndef SACCADE_LEVEL_PACK_H
#define SACCADE_LEVEL_PACK_H

#include "../arithmetic/half.h"
#include "../arithmetic/rounding.h"
#include "../saccade_kernels.h"
#include "level.h"

namespace saccade {
namespace {

inline void to_halves(const float* in, uint16_t* out, int n) {
    int i = 0;
#if SACCADE_LEVEL == 4
    for (; i + 16 <= n; i += 16) {
        const __m256i h = _mm512_cvtps_ph(_mm512_loadu_ps(in + i), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), h);
    }
#elif SACCADE_LEVEL == 3
    for (; i + 8 <= n; i += 8) {
        const __m128i h = _mm256_cvtps_ph(_mm256_loadu_ps(in + i), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i), h);
    }
#elif SACCADE_LEVEL == 1
    for (; i + 4 <= n; i += 4) vst1_u16(out + i, vreinterpret_u16_f16(vcvt_f16_f32(vld1q_f32(in + i))));
#endif
    for (; i < n; i++) out[i] = half_bits(in[i]);
}

inline void to_bytes(const float* in, uint8_t* out, int n) {
    for (int i = 0; i < n; i++) out[i] = byte_of(in[i]);
}

inline void to_type(const float* in, uint8_t* out, int n, int type) {
    if (type == SACCADE_FLOAT16) {
        to_halves(in, reinterpret_cast<uint16_t*>(out), n);
    } else if (type == SACCADE_UINT8) {
        to_bytes(in, out, n);
    } else {
        memcpy(out, in, static_cast<size_t>(n) * 4);
    }
}

inline void interleave3(const float* __restrict a, const float* __restrict b, const float* __restrict c,
                        float* __restrict out, int n) {
    for (int i = 0; i < n; i++) {
        out[3 * i] = a[i];
        out[3 * i + 1] = b[i];
        out[3 * i + 2] = c[i];
    }
}

inline void interleave4(const float* __restrict a, const float* __restrict b, const float* __restrict c, float d,
                        float* __restrict out, int n) {
    for (int i = 0; i < n; i++) {
        out[4 * i] = a[i];
        out[4 * i + 1] = b[i];
        out[4 * i + 2] = c[i];
        out[4 * i + 3] = d;
    }
}

}  // namespace
}  // namespace saccade

#endif
