// The floating-point mode of the calling thread. Subnormal values slow some processors a hundredfold, so inference
// flushes them to zero; Java code must never see that mode, so it is put back.
#pragma once

#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace saccade {

inline uint64_t floatMode() {
#if defined(__x86_64__)
    return _mm_getcsr();
#elif defined(__aarch64__)
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
    return fpcr;
#endif
}

inline void setFloatMode(uint64_t mode) {
#if defined(__x86_64__)
    _mm_setcsr(static_cast<unsigned>(mode));
#elif defined(__aarch64__)
    __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#endif
}

#if defined(__x86_64__)
constexpr uint64_t kFlushToZero = 0x8040;  // FTZ and DAZ of MXCSR
#elif defined(__aarch64__)
constexpr uint64_t kFlushToZero = 1u << 24;  // FZ of FPCR
#endif

// Restores the mode found at construction.
class KeepFloatMode {
public:
    KeepFloatMode() : found(floatMode()) {}
    ~KeepFloatMode() { setFloatMode(found); }
    KeepFloatMode(const KeepFloatMode&) = delete;
    KeepFloatMode& operator=(const KeepFloatMode&) = delete;

protected:
    const uint64_t found;
};

class FlushDenormals : public KeepFloatMode {
public:
    FlushDenormals() { setFloatMode(found | kFlushToZero); }
};

}  // namespace saccade
