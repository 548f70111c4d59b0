// The first launch of every decoder.
#include "decoders.h"

#include "../cpp/arithmetic/soundness.h"

namespace saccade {
namespace {

struct alignas(16) Quad {
    uint32_t words[4];
};

DEVICE bool word_is_sound(FloatBits, uint32_t word) { return is_sound<FloatBits>(word); }

DEVICE bool word_is_sound(HalfBits, uint32_t word) {
    return is_sound<HalfBits>(static_cast<uint16_t>(word & 0xffff)) &
           is_sound<HalfBits>(static_cast<uint16_t>(word >> 16));
}

// This thread's share of a tensor: sixteen bytes at a time where they lie on such a boundary.
template <typename Bits>
DEVICE bool share_is_sound(const Tensor& tensor) {
    typedef typename Bits::Unsigned Value;
    constexpr int64_t EACH = sizeof(Quad) / sizeof(Value);
    const int64_t me = thread_in_grid(), all = threads_in_grid();
    const int64_t quads = tensor.address % sizeof(Quad) == 0 ? tensor.elements / EACH : 0;
    bool is_all_sound = true;
    for (int64_t i = me; i < quads; i += all) {
        const Quad quad = pointer<const Quad>(tensor.address)[i];
        for (int k = 0; k < 4; k++) is_all_sound &= word_is_sound(Bits{}, quad.words[k]);
    }
    for (int64_t i = quads * EACH + me; i < tensor.elements; i += all) {
        is_all_sound &= is_sound<Bits>(read(pointer<const Value>(tensor.address) + i));
    }
    return is_all_sound;
}

}  // namespace

KERNEL(decoder_sound, SoundParameters) {
    SHARED uint32_t unsound;
    if (thread_in_grid() == 0) pointer<saccade_gpu_result>(p.result)->inferred_ns = clock_ns();
    if (thread().x == 0) unsound = 0;
    barrier();
    for (int k = 0; k < p.count; k++) {
        const Tensor& tensor = p.outputs[k];
        const bool is_sound = tensor.is_half ? share_is_sound<HalfBits>(tensor) : share_is_sound<FloatBits>(tensor);
        if (!is_sound) atomic_or(&unsound, 1u << k);
    }
    for (int i = thread_in_grid(); i < p.zeros; i += threads_in_grid()) pointer<uint32_t>(p.zeroed)[i] = 0;
    barrier();
    if (thread().x == 0) pointer<uint32_t>(p.unsound.words)[block().x] = unsound;
}

}  // namespace saccade
