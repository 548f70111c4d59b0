// Stacks of their own that give way to one another only where they say so. All of them run on the thread that resumes
// them, which may be a thread of the JVM: they must not call back into it.
#ifndef SACCADE_EMULATOR_FIBERS_H
#define SACCADE_EMULATOR_FIBERS_H

#include <setjmp.h>

#include <vector>

namespace saccade {
namespace emulator {

class Fibers {
  public:
    typedef void (*Body)();

    // Every fiber calls body again and again, and is idle in between.
    explicit Fibers(Body body) : body_(body) {}
    Fibers(const Fibers&) = delete;
    Fibers& operator=(const Fibers&) = delete;

    // From outside: returns once the fiber is idle or suspended.
    void resume_idle();
    void resume(int fiber);

    // From outside: forgets what all of them were doing.
    void abandon();

    // From inside a fiber: back to whoever resumed it; returns when it is resumed.
    void suspend();
    int current() const { return current_; }

  private:
    struct Fiber {
        jmp_buf at;
        void* stack;
        bool begun;
        bool idle;
    };

    static void enter();
    void begin(int fiber);
    [[noreturn]] void loop();

    Body body_;
    std::vector<Fiber> fibers_;
    std::vector<int> idle_;
    jmp_buf outside_;
    int current_ = -1;
};

}  // namespace emulator
}  // namespace saccade

#endif
