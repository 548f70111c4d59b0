// How the arithmetic of a kernel is written, once, for the processor and for the GPU. Headers of this folder hold what
// decides bits: products, sums, comparisons and their order. They include no standard header but under the host's
// compiler (NVRTC has none), keep no state and call nothing outside. Internal linkage: see kernel_table.h.
#ifndef SACCADE_ARITHMETIC_H
#define SACCADE_ARITHMETIC_H

#if defined(__CUDACC__)

#include "../../cuda/abi.h"
#define ARITHMETIC __device__ __forceinline__

#else

#include <math.h>
#include <stdint.h>
#include <string.h>
#define ARITHMETIC inline

#endif

namespace saccade {
namespace {

// The same bits as another type of the same size: of numbers, and on the processor of vectors of them.
#if defined(__CUDACC__)
template <typename To>
ARITHMETIC To same_bits(float v) {
    return __float_as_uint(v);
}
template <typename To>
ARITHMETIC To same_bits(uint32_t v) {
    return __uint_as_float(v);
}
ARITHMETIC float square_root(float v) { return __fsqrt_rn(v); }
#else
template <typename To, typename From>
ARITHMETIC To same_bits(From v) {
    static_assert(sizeof(To) == sizeof(From), "one size");
    To bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}
ARITHMETIC float square_root(float v) { return sqrtf(v); }
#endif

ARITHMETIC float infinite() { return same_bits<float>(static_cast<uint32_t>(0x7f800000)); }

ARITHMETIC bool finite(float v) { return v - v == 0; }

}  // namespace
}  // namespace saccade

#endif
