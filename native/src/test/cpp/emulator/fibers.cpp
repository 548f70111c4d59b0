#include "fibers.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

namespace saccade {
namespace emulator {

namespace {

constexpr size_t STACK = 128 * 1024, PAGE = 64 * 1024;  // a guard as large as the largest page

void* new_stack() {
    void* memory = mmap(nullptr, PAGE + STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, PAGE, PROT_NONE) != 0) {
        perror("emulator: no memory for a stack");
        abort();
    }
    return static_cast<char*>(memory) + PAGE;
}

Fibers* entering;

}  // namespace

void Fibers::resume_idle() {
    if (idle_.empty()) {
        fibers_.push_back({{}, new_stack(), false, true});
        idle_.push_back(static_cast<int>(fibers_.size()) - 1);
    }
    const int fiber = idle_.back();
    idle_.pop_back();
    resume(fiber);
}

void Fibers::resume(int fiber) {
    current_ = fiber;
    fibers_[fiber].idle = false;
    // makecontext makes the stack, but switching by it costs two system calls each time: that is done by jumps.
    if (_setjmp(outside_) == 0) {
        if (fibers_[fiber].begun) _longjmp(fibers_[fiber].at, 1);
        begin(fiber);
    }
    if (fibers_[current_].idle) idle_.push_back(current_);
    current_ = -1;
}

void Fibers::begin(int fiber) {
    fibers_[fiber].begun = true;
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = fibers_[fiber].stack;
    context.uc_stack.ss_size = STACK;
    context.uc_link = nullptr;
    makecontext(&context, enter, 0);
    entering = this;
    setcontext(&context);
}

void Fibers::enter() { entering->loop(); }

void Fibers::loop() {
    for (;;) {
        body_();
        fibers_[current_].idle = true;
        suspend();
    }
}

void Fibers::suspend() {
    if (_setjmp(fibers_[current_].at) == 0) _longjmp(outside_, 1);
}

void Fibers::abandon() {
    idle_.clear();
    for (size_t i = 0; i < fibers_.size(); i++) {
        fibers_[i].begun = false;
        idle_.push_back(static_cast<int>(i));
    }
}

}  // namespace emulator
}  // namespace saccade
