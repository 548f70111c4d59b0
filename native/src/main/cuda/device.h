// How kernels are written, once, for three compilers: nvcc and NVRTC make them for a GPU, g++ for the emulator of the
// tests, which runs every thread of a block in turn between two barriers (native/src/test/cpp/emulator.h).
//
// A kernel is KERNEL(name, Parameters) { ... }: it takes one argument, `p`, a reference to its parameters in device
// memory. It may use thread(), block(), threads(), blocks() (x, y, z), barrier(), SHARED, atomics and clock_ns(), and no
// other built-in. Arithmetic lives in headers of ../cpp/arithmetic, which the CPU kernels include as well; the compilers
// are told not to contract products and sums, so that both give the same bits.
#ifndef SACCADE_CUDA_DEVICE_H
#define SACCADE_CUDA_DEVICE_H

#include "abi.h"

#if defined(__CUDACC__)

#define DEVICE __device__ __forceinline__
#define SHARED __shared__
#define KERNEL(name, Parameters) extern "C" __global__ void name(const Parameters* __restrict__ parameters_of_##name)
#define PARAMETERS(name) (*parameters_of_##name)

namespace saccade {

DEVICE uint3 thread() { return threadIdx; }
DEVICE uint3 block() { return blockIdx; }
DEVICE dim3 threads() { return blockDim; }
DEVICE dim3 blocks() { return gridDim; }
DEVICE void barrier() { __syncthreads(); }

DEVICE uint64_t clock_ns() {
    uint64_t ns;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(ns));
    return ns;
}

DEVICE int32_t atomic_add(int32_t* at, int32_t v) { return atomicAdd(at, v); }
DEVICE int32_t atomic_min(int32_t* at, int32_t v) { return atomicMin(at, v); }
DEVICE int32_t atomic_max(int32_t* at, int32_t v) { return atomicMax(at, v); }
DEVICE uint32_t atomic_or(uint32_t* at, uint32_t v) { return atomicOr(at, v); }

}  // namespace saccade

#else
#include "emulator.h"
#endif

#endif
