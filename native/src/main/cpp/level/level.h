// The instruction set that this translation unit is compiled for, chosen by -march alone, and its vector types.
//
// Rules for everything in this folder: internal linkage (anonymous namespace) but for the table; no standard library
// templates; no <cmath> (its overloads are inline functions with external linkage). Floating-point results must be the
// same bits at every level: no contraction to fused multiply-add, reductions over sixteen lanes whatever the width.
#ifndef SACCADE_LEVEL_H
#define SACCADE_LEVEL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#define SACCADE_LEVEL 4
#define SACCADE_LEVEL_NAMESPACE v4
#define SACCADE_VECTOR_BYTES 64
#elif defined(__AVX2__) && defined(__F16C__)
#define SACCADE_LEVEL 3
#define SACCADE_LEVEL_NAMESPACE v3
#define SACCADE_VECTOR_BYTES 32
#elif defined(__SSE4_2__)
#define SACCADE_LEVEL 2
#define SACCADE_LEVEL_NAMESPACE v2
#define SACCADE_VECTOR_BYTES 16
#elif defined(__aarch64__)
#define SACCADE_LEVEL 1
#define SACCADE_LEVEL_NAMESPACE arm64
#define SACCADE_VECTOR_BYTES 16
#else
#error "compile for x86-64-v2, -v3, -v4 or aarch64"
#endif

#if defined(__aarch64__)
#include <arm_neon.h>
#else
#include <immintrin.h>
#endif

#include "../kernel_table.h"

namespace saccade {
namespace {

// Vectors of the level's width, and how many 32-bit lanes they have.
typedef float Floats __attribute__((vector_size(SACCADE_VECTOR_BYTES)));
typedef int32_t Ints __attribute__((vector_size(SACCADE_VECTOR_BYTES)));
constexpr int LANES_PER_VECTOR = SACCADE_VECTOR_BYTES / 4;

inline Floats load(const float* p) {
    Floats v;
    memcpy(&v, p, sizeof v);
    return v;
}

inline void store(float* p, Floats v) { memcpy(p, &v, sizeof v); }

inline Floats all(float v) { return Floats{} + v; }

inline Floats to_floats(Ints v) { return __builtin_convertvector(v, Floats); }

// Every kernel says which code ran.
inline int ran(Kernel kernel) {
    __atomic_store_n(&last_level[kernel], SACCADE_LEVEL, __ATOMIC_RELAXED);
    return SACCADE_LEVEL;
}

}  // namespace
}  // namespace saccade

#endif
