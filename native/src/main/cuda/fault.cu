// Faults on purpose, for tests of what happens when a device hangs or breaks. No program launches them.
#include "device.h"

namespace saccade {

// One thread. Holds the stream until the host writes the flag, and never longer than the bound.
KERNEL(fault_spin, saccade_gpu_spin) {
    const uint64_t begun = clock_ns();
    const volatile int32_t* released = reinterpret_cast<const volatile int32_t*>(p.released);
    while (*released == 0 && clock_ns() - begun < p.most_ns) {
    }
}

// One thread. The error is sticky: the context is of no use after it.
KERNEL(fault_trap, saccade_gpu_spin) { trap(); }

}  // namespace saccade
