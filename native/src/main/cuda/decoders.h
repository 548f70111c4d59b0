// What the decoders' kernels have in common: reading outputs of either type, and leaving the result.
#ifndef SACCADE_CUDA_DECODERS_H
#define SACCADE_CUDA_DECODERS_H

#include "device.h"

#include "../cpp/arithmetic/widen.h"
#include "decoder_parameters.h"

namespace saccade {
namespace {

template <typename T>
DEVICE T* pointer(uint64_t address) {
    return reinterpret_cast<T*>(address);
}

struct FloatView {
    const float* values;
    DEVICE float operator[](size_t i) const { return read(values + i); }
};

struct HalfView {
    const uint16_t* values;
    DEVICE float operator[](size_t i) const { return widened(read(values + i)); }
};

DEVICE FloatView floats(const Tensor& t) { return {pointer<const float>(t.address)}; }

DEVICE HalfView halves(const Tensor& t) { return {pointer<const uint16_t>(t.address)}; }

// Either, told at each access: for what is read seldom.
struct TensorView {
    const Tensor& tensor;
    DEVICE float operator[](size_t i) const { return tensor.is_half ? halves(tensor)[i] : floats(tensor)[i]; }
};

DEVICE int thread_in_grid() { return static_cast<int>(block().x * threads().x + thread().x); }

DEVICE int threads_in_grid() { return static_cast<int>(blocks().x * threads().x); }

// The bits of all words. Every thread of a block of one dimension calls it; gathered is shared by them.
DEVICE uint32_t all_of(const Unsound& unsound, uint32_t& gathered) {
    if (thread().x == 0) gathered = 0;
    barrier();
    for (int i = static_cast<int>(thread().x); i < unsound.count; i += static_cast<int>(threads().x)) {
        const uint32_t word = pointer<const uint32_t>(unsound.words)[i];
        if (word) atomic_or(&gathered, word);
    }
    barrier();
    return gathered;
}

// 1 + the index of the first unsound output, or SACCADE_GPU_SOUND.
DEVICE int32_t fault_of(uint32_t unsound) {
    for (int k = 0; k < 4; k++) {
        if (unsound >> k & 1) return k + 1;
    }
    return SACCADE_GPU_SOUND;
}

// The last thing that a decoder does, by one thread.
DEVICE void finish(uint64_t result, int32_t fault, int32_t count) {
    saccade_gpu_result* to = pointer<saccade_gpu_result>(result);
    to->fault = fault;
    to->count = fault == SACCADE_GPU_SOUND ? count : 0;
    to->decoded_ns = clock_ns();
}

template <typename T>
DEVICE T* payload(uint64_t result) {
    return pointer<T>(result + sizeof(saccade_gpu_result));
}

}  // namespace
}  // namespace saccade

#endif
