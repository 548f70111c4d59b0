#include "launch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mutex>
#include <vector>

#include "fibers.h"

// Where the linker put the shared memory of all kernels; absent when none has any.
extern "C" {
extern uint8_t __start_saccade_shared[] __attribute__((weak, visibility("hidden")));
extern uint8_t __stop_saccade_shared[] __attribute__((weak, visibility("hidden")));
}

namespace saccade {
namespace emulator {

State state;

namespace {

// What a device refuses. Shared memory beyond 48 KiB would have to be asked for.
constexpr unsigned MOST_THREADS_Z = 64, MOST_BLOCKS_YZ = 65535;
constexpr int MOST_SHARED = 48 * 1024;
constexpr int SPOILT = 0xff;  // NaN as a float, -1 as an integer
constexpr int GUARD = 0xa5, GUARD_BYTES = 256;

const Kernel* kernels;
std::mutex one_at_a_time;

struct Range {
    uintptr_t begin, end;
};
std::vector<Range> readable;

char text[256];

Status fail(Status status, const char* format, ...) __attribute__((format(printf, 2, 3)));
Status fail(Status status, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return status;
}

const Kernel* find(const char* name) {
    for (const Kernel* k = kernels; k; k = k->next) {
        if (strcmp(k->name, name) == 0) return k;
    }
    return nullptr;
}

bool fits(const Kernel& k, const Launch& l) {
    return l.grid.x && l.grid.y && l.grid.z && l.block.x && l.block.y && l.block.z && l.grid.y <= MOST_BLOCKS_YZ
        && l.grid.z <= MOST_BLOCKS_YZ && l.block.z <= MOST_THREADS_Z
        && uint64_t{l.block.x} * l.block.y * l.block.z <= k.most_threads && l.shared_bytes >= 0
        && l.shared_bytes <= MOST_SHARED && reinterpret_cast<uintptr_t>(l.parameters) % 16 == 0 && l.parameters;
}

struct Random {
    uint64_t state;
    uint64_t next() {  // xorshift64*
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return state * 2685821657736338717ull;
    }
    template <typename T>
    void shuffle(std::vector<T>& values) {
        if (state == 0) return;
        for (size_t i = values.size(); i > 1; i--) std::swap(values[i - 1], values[next() % i]);
    }
};

Position at(unsigned i, const Position& size) { return {i % size.x, i / size.x % size.y, i / size.x / size.y}; }

std::vector<unsigned> ascending(uint64_t count) {
    std::vector<unsigned> order(count);
    for (size_t i = 0; i < order.size(); i++) order[i] = static_cast<unsigned>(i);
    return order;
}

// The threads of one block, from barrier to barrier. Fibers are kept from block to block and launch to launch.
class Block {
  public:
    void begin(const Kernel& k, const Launch& l, Random& r) {
        kernel_ = &k;
        launch_ = &l;
        random_ = &r;
    }

    Status run(const Position& position) {
        state.block = position;
        if (__start_saccade_shared) {
            memset(__start_saccade_shared, SPOILT, __stop_saccade_shared - __start_saccade_shared);
        }
        memset(state.shared, SPOILT, shared_bytes());
        memset(state.shared + shared_bytes(), GUARD, GUARD_BYTES);
        order_ = ascending(uint64_t{state.threads.x} * state.threads.y * state.threads.z);
        random_->shuffle(order_);
        next_ = 0;
        stopped_ = nullptr;
        waiting_.clear();
        Status status = all_threads();
        if (status == DONE && !guard_is_intact()) {
            status = fail(STOPPED, "kernel %s, block %u,%u,%u: wrote behind its %d bytes of shared memory", kernel_->name,
                          position.x, position.y, position.z, launch_->shared_bytes);
        }
        // What still waits holds a thread that will never end.
        if (status != DONE) fibers_.abandon();
        return status;
    }

    void wait(int line) {
        Waiter w = {fibers_.current(), state.thread, line};
        waiting_.push_back(w);
        fibers_.suspend();
        state.thread = w.thread;
    }

    void stop(const char* what) {
        stopped_ = what;
        fibers_.suspend();
    }

    // What each fiber does: threads that nobody began yet, one after another.
    void threads() {
        while (next_ < order_.size()) {
            state.thread = at(order_[next_++], state.threads);
            kernel_->body(launch_->parameters);
        }
    }

  private:
    struct Waiter {
        int fiber;
        Position thread;
        int line;
    };

    Status all_threads() {
        while (next_ < order_.size()) {
            fibers_.resume_idle();
            if (stopped_) return stopped();
        }
        while (!waiting_.empty()) {
            if (waiting_.size() != order_.size()) return diverged("ended without reaching it");
            for (const Waiter& w : waiting_) {
                if (w.line != waiting_[0].line) return diverged("waits at another one");
            }
            resumed_.swap(waiting_);
            waiting_.clear();
            random_->shuffle(resumed_);
            for (const Waiter& w : resumed_) {
                fibers_.resume(w.fiber);
                if (stopped_) return stopped();
            }
        }
        return DONE;
    }

    size_t shared_bytes() const { return static_cast<size_t>(launch_->shared_bytes); }

    bool guard_is_intact() const {
        for (int i = 0; i < GUARD_BYTES; i++) {
            if (state.shared[shared_bytes() + i] != GUARD) return false;
        }
        return true;
    }

    Status diverged(const char* other) {
        const Waiter& w = waiting_[0];
        return fail(DIVERGED, "kernel %s, block %u,%u,%u: thread %u,%u,%u waits at the barrier of line %d, another %s",
                    kernel_->name, state.block.x, state.block.y, state.block.z, w.thread.x, w.thread.y, w.thread.z,
                    w.line, other);
    }

    Status stopped() {
        return fail(STOPPED, "kernel %s, block %u,%u,%u, thread %u,%u,%u: %s", kernel_->name, state.block.x,
                    state.block.y, state.block.z, state.thread.x, state.thread.y, state.thread.z, stopped_);
    }

    const Kernel* kernel_ = nullptr;
    const Launch* launch_ = nullptr;
    Random* random_ = nullptr;
    std::vector<unsigned> order_;
    size_t next_ = 0;
    std::vector<Waiter> waiting_, resumed_;
    const char* stopped_ = nullptr;
    Fibers fibers_{[] { running().threads(); }};

  public:
    static Block& running() {
        static Block block;
        return block;
    }
};

}  // namespace

Kernel::Kernel(const char* name, unsigned most_threads, Body body)
    : name(name), most_threads(most_threads), body(body), next(kernels) {
    kernels = this;
}

void wait_for_all(int line) { Block::running().wait(line); }

void stop(const char* what) {
    Block::running().stop(what);
    abort();
}

uint64_t now_ns() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return static_cast<uint64_t>(t.tv_sec) * 1000000000 + static_cast<uint64_t>(t.tv_nsec);
}

void check_read(const void* at, size_t bytes) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(at);
    for (const Range& r : readable) {
        if (begin >= r.begin && begin + bytes <= r.end) return;
    }
    if (!readable.empty()) stop("read out of bounds");
}

void allow_reads(const int64_t* ranges, int count) {
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    readable.clear();
    for (int i = 0; i < count; i++) {
        const uintptr_t begin = static_cast<uintptr_t>(ranges[2 * i]);
        readable.push_back({begin, begin + static_cast<uintptr_t>(ranges[2 * i + 1])});
    }
}

const char* message() { return text; }

Status launch(const Launch& l, uint64_t seed) {
    alignas(16) static uint8_t shared[MOST_SHARED + GUARD_BYTES];
    const std::lock_guard<std::mutex> lock(one_at_a_time);
    text[0] = 0;
    const Kernel* kernel = find(l.kernel);
    if (!kernel) return fail(UNKNOWN_KERNEL, "no kernel is called %s", l.kernel);
    if (!fits(*kernel, l)) return fail(REFUSED, "kernel %s: no device takes this grid, block, shared memory or address", l.kernel);
    Random random = {seed};
    state.shared = shared;
    state.threads = l.block;
    state.blocks = l.grid;
    std::vector<unsigned> order = ascending(uint64_t{l.grid.x} * l.grid.y * l.grid.z);
    random.shuffle(order);
    Block::running().begin(*kernel, l, random);
    for (const unsigned i : order) {
        const Status status = Block::running().run(at(i, l.grid));
        if (status != DONE) return status;
    }
    return DONE;
}

}  // namespace emulator
}  // namespace saccade
