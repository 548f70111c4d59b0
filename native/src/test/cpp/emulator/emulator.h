// The device of the tests: what device.h declares, for g++. Blocks run one after another and the threads of a block in
// turn, both in an order that a seed chooses; a thread gives way at a barrier only. Kernels register by their names.
#ifndef SACCADE_EMULATOR_H
#define SACCADE_EMULATOR_H

#include <stddef.h>
#include <stdint.h>

#define DEVICE inline
// All of it lies in one section, so that it can be spoilt before each block.
#define SHARED static __attribute__((section("saccade_shared")))
#define KERNEL_OF(most, name, Parameters)                                                              \
    static void name(const Parameters& p);                                                             \
    static const ::saccade::emulator::Kernel registration_of_##name(                                   \
        #name, most, [](const void* address) { name(*static_cast<const Parameters*>(address)); });     \
    static void name([[maybe_unused]] const Parameters& p)

namespace saccade {

struct Position {
    unsigned x, y, z;
};

namespace emulator {

// A kernel that can be launched. Made before main, never destroyed.
class Kernel {
  public:
    typedef void (*Body)(const void* parameters);
    Kernel(const char* name, unsigned most_threads, Body body);

    const char* name;
    unsigned most_threads;
    Body body;
    const Kernel* next;
};

// Of the thread that runs.
struct State {
    Position thread, block, threads, blocks;
    uint8_t* shared;
};
extern State state;

// Stops the launch unless the bytes lie in a range that may be read; without ranges, all may be.
void check_read(const void* at, size_t bytes);

void wait_for_all(int line);
[[noreturn]] void stop(const char* what);
uint64_t now_ns();

}  // namespace emulator

inline Position thread() { return emulator::state.thread; }
inline Position block() { return emulator::state.block; }
inline Position threads() { return emulator::state.threads; }
inline Position blocks() { return emulator::state.blocks; }
inline void barrier(int line = __builtin_LINE()) { emulator::wait_for_all(line); }
inline uint8_t* shared_bytes() { return emulator::state.shared; }
inline void fence() {}
inline uint64_t clock_ns() { return emulator::now_ns(); }
inline void trap() { emulator::stop("trapped"); }

template <typename T>
inline T read(const T* at) {
    emulator::check_read(at, sizeof(T));
    return *at;
}

template <typename T>
inline T exchange(T* at, T v) {
    const T before = *at;
    *at = v;
    return before;
}

inline int32_t atomic_add(int32_t* at, int32_t v) { return exchange(at, *at + v); }
inline int32_t atomic_min(int32_t* at, int32_t v) { return exchange(at, v < *at ? v : *at); }
inline int32_t atomic_max(int32_t* at, int32_t v) { return exchange(at, v > *at ? v : *at); }
inline uint32_t atomic_add(uint32_t* at, uint32_t v) { return exchange(at, *at + v); }
inline uint32_t atomic_max(uint32_t* at, uint32_t v) { return exchange(at, v > *at ? v : *at); }
inline uint32_t atomic_or(uint32_t* at, uint32_t v) { return exchange(at, *at | v); }
inline uint64_t atomic_max(uint64_t* at, uint64_t v) { return exchange(at, v > *at ? v : *at); }

}  // namespace saccade

#endif
