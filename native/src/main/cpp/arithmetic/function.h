// What a function of this folder is: the same text under g++ (once per instruction-set level, and in the emulator), nvcc
// and NVRTC. Every header puts its functions into an anonymous namespace, since code of a level shares none; no standard
// headers but for integers; products and sums are rounded one by one.
#ifndef SACCADE_ARITHMETIC_FUNCTION_H
#define SACCADE_ARITHMETIC_FUNCTION_H

#include "integers.h"

#if !defined(__CUDACC_RTC__)
#include <string.h>
#endif

#if defined(__CUDACC__)
#define SACCADE_FUNCTION __device__ __forceinline__
#else
#define SACCADE_FUNCTION inline
#endif

namespace saccade {
namespace {

// The bits of a value, as a value of another type.
template <typename To, typename From>
SACCADE_FUNCTION To bits_as(From from) {
    static_assert(sizeof(To) == sizeof(From), "as many bits");
    To to;
    memcpy(&to, &from, sizeof to);
    return to;
}

}  // namespace
}  // namespace saccade

#endif
