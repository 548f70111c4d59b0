// Kernels that are wrong on purpose, and one that is right, for the emulator's own test.
#include "device.h"

namespace saccade {
namespace {

struct Probe {
    int32_t* values;  // as many as threads
    int32_t n;
    int32_t reserved;
};

KERNEL(probe_reverse, Probe) {
    SHARED int32_t tile[1024];
    const uint32_t i = thread().x;
    tile[i] = p.values[i];
    barrier();
    p.values[i] = tile[threads().x - 1 - i];
}

KERNEL(probe_reverse_dynamic, Probe) {
    int32_t* tile = reinterpret_cast<int32_t*>(shared_bytes());
    const uint32_t i = thread().x;
    tile[i] = p.values[i];
    barrier();
    p.values[i] = tile[threads().x - 1 - i];
}

KERNEL(probe_missing_barrier, Probe) {
    SHARED int32_t tile[1024];
    const uint32_t i = thread().x;
    tile[i] = p.values[i];
    p.values[i] = tile[threads().x - 1 - i];
}

KERNEL(probe_some_at_barrier, Probe) {
    if (thread().x % 2 == 0) barrier();
    p.values[thread().x] = 1;
}

KERNEL(probe_two_barriers, Probe) {
    if (thread().x % 2 == 0) {
        barrier();
    } else {
        barrier();
    }
    p.values[thread().x] = 1;
}

KERNEL(probe_misaligned, Probe) {
    int64_t* wide = reinterpret_cast<int64_t*>(p.values + 1);
    wide[thread().x] = 1;
}

KERNEL(probe_out_of_range, Probe) {
    SHARED int32_t tile[4];
    tile[thread().x] = p.n;
    barrier();
    p.values[thread().x] = tile[0];
}

KERNEL(probe_read, Probe) {
    const int32_t value = read(p.values + thread().x);
    p.values[thread().x] = value + 1;
}

KERNEL(probe_shared_overrun, Probe) { shared_bytes()[p.n] = 1; }

KERNEL(probe_trap, Probe) {
    if (thread().x + 1 == static_cast<uint32_t>(p.n)) trap();
    barrier();
}

// Counts threads whose uninitialised shared memory is not spoilt.
KERNEL(probe_unwritten, Probe) {
    SHARED int32_t never[1024];
    if (never[thread().x] != -1) atomic_add(p.values, 1);
    never[thread().x] = 0;
}

}  // namespace
}  // namespace saccade
