// How kernels are written, once, for three compilers: nvcc and NVRTC make them for a GPU, g++ for the emulator of the
// tests, which runs every thread of a block in turn between two barriers (native/src/test/cpp/emulator).
//
// A kernel is KERNEL(name, Parameters) { ... }: it takes one argument, `p`, a reference to its parameters in device
// memory. It may use what is declared here and no other built-in: thread(), block(), threads(), blocks() (x, y, z);
// barrier(), which every thread of the block must reach; atomics; read() for memory that nothing writes meanwhile;
// clock_ns(). It is launched with blocks of at most 1024 threads, or, as KERNEL_OF(most, name, Parameters), of at most
// that many, which may use more registers each.
//
// Shared memory is either SHARED, before a variable of the kernel's own body that has no initialiser (not in a function
// that it calls, not in a template), or shared_bytes(), as many bytes as the launch asked for, on a boundary of 16. Both
// are undefined until written.
//
// Arithmetic lives in headers of ../cpp/arithmetic, which the CPU kernels include as well; the compilers are told not to
// contract products and sums, so that both give the same bits.
#ifndef SACCADE_CUDA_DEVICE_H
#define SACCADE_CUDA_DEVICE_H

#include "abi.h"

#if defined(__CUDACC__)

#define DEVICE __device__ __forceinline__
#define SHARED __shared__
#define KERNEL_OF(most, name, Parameters)                                                             \
    DEVICE void body_of_##name(const Parameters& p);                                                  \
    extern "C" __global__ __launch_bounds__(most) void name(const Parameters* __restrict__ address) { \
        body_of_##name(*address);                                                                     \
    }                                                                                                 \
    DEVICE void body_of_##name(const Parameters& p)

extern __shared__ __align__(16) unsigned char saccade_shared_bytes[];

namespace saccade {

DEVICE uint3 thread() { return threadIdx; }
DEVICE uint3 block() { return blockIdx; }
DEVICE dim3 threads() { return blockDim; }
DEVICE dim3 blocks() { return gridDim; }
DEVICE void barrier() { __syncthreads(); }
DEVICE uint8_t* shared_bytes() { return saccade_shared_bytes; }

// What this thread wrote before is seen by whoever sees what it writes after.
DEVICE void fence() { __threadfence(); }

DEVICE uint64_t clock_ns() {
    unsigned long long ns;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(ns));
    return ns;
}

template <typename T>
DEVICE T read(const T* at) {
    return __ldg(at);
}

DEVICE int32_t atomic_add(int32_t* at, int32_t v) { return atomicAdd(at, v); }
DEVICE int32_t atomic_min(int32_t* at, int32_t v) { return atomicMin(at, v); }
DEVICE int32_t atomic_max(int32_t* at, int32_t v) { return atomicMax(at, v); }
DEVICE uint32_t atomic_add(uint32_t* at, uint32_t v) { return atomicAdd(at, v); }
DEVICE uint32_t atomic_max(uint32_t* at, uint32_t v) { return atomicMax(at, v); }
DEVICE uint32_t atomic_or(uint32_t* at, uint32_t v) { return atomicOr(at, v); }
DEVICE uint64_t atomic_max(uint64_t* at, uint64_t v) {
    return atomicMax(reinterpret_cast<unsigned long long*>(at), static_cast<unsigned long long>(v));
}

// Ends in an error that the context does not survive: a write to where nothing can be.
DEVICE void trap() { *reinterpret_cast<volatile int*>(16) = 1; }

}  // namespace saccade

#else
#include "emulator.h"
#endif

#define KERNEL(name, Parameters) KERNEL_OF(1024, name, Parameters)

#endif
