#include "saccade_posix.h"

#include <dlfcn.h>
#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <time.h>

namespace {

constexpr int64_t NS_PER_S = 1000000000;

// The kernel refuses a mask that is shorter than its own; 8192 covers every distribution's NR_CPUS.
constexpr int MAX_CPUS = 8192;

struct CpuMask {
    unsigned long words[MAX_CPUS / (8 * sizeof(unsigned long))] = {};

    static constexpr int BITS = 8 * sizeof(unsigned long);

    cpu_set_t* set() { return reinterpret_cast<cpu_set_t*>(words); }
    bool has(int cpu) const { return words[cpu / BITS] >> (cpu % BITS) & 1; }
    void add(int cpu) { words[cpu / BITS] |= 1ul << (cpu % BITS); }
    void remove(int cpu) { words[cpu / BITS] &= ~(1ul << (cpu % BITS)); }
    int read() { return sched_getaffinity(0, sizeof words, set()) == 0 ? 0 : -errno; }
    int apply() { return sched_setaffinity(0, sizeof words, set()) == 0 ? 0 : -errno; }

    int count() const {
        int sum = 0;
        for (unsigned long word : words) sum += __builtin_popcountl(word);
        return sum;
    }
};

}  // namespace

int64_t saccade_now(void) {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * NS_PER_S + t.tv_nsec;
}

int saccade_sleep_until(int64_t ns) {
    // clock_nanosleep to a time that has passed still costs a system call and a trip through the scheduler.
    if (ns <= saccade_now()) return 0;
    const timespec until = {static_cast<time_t>(ns / NS_PER_S), static_cast<long>(ns % NS_PER_S)};
    int error;
    do {
        error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    } while (error == EINTR);
    return -error;
}

int saccade_fifo(int priority) {
    sched_param param = {};
    param.sched_priority = priority;
    return sched_setscheduler(0, priority == 0 ? SCHED_OTHER : SCHED_FIFO, &param) == 0 ? 0 : -errno;
}

int saccade_policy(void) {
    const int policy = sched_getscheduler(0);
    return policy < 0 ? -errno : policy;
}

int saccade_pin(int cpu) {
    if (cpu < 0 || cpu >= MAX_CPUS) return -EINVAL;
    CpuMask mask;
    mask.add(cpu);
    return mask.apply();
}

int saccade_avoid(int cpu) {
    if (cpu < 0 || cpu >= MAX_CPUS) return -EINVAL;
    CpuMask mask;
    const int error = mask.read();
    if (error) return error;
    if (!mask.has(cpu)) return 0;
    mask.remove(cpu);
    return mask.count() == 0 ? -EINVAL : mask.apply();
}

int saccade_cpus(void) {
    CpuMask mask;
    const int error = mask.read();
    return error ? error : mask.count();
}

int saccade_last_cpu(void) {
    CpuMask mask;
    const int error = mask.read();
    if (error) return error;
    for (int cpu = MAX_CPUS - 1; cpu >= 0; cpu--) {
        if (mask.has(cpu)) return cpu;
    }
    return -EINVAL;
}

int saccade_timer_slack(int64_t ns) {
    // 0 would mean "back to the default", which is not what a caller that counts in ns asks for.
    if (ns < 1) return -EINVAL;
    return prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(ns), 0, 0, 0) == 0 ? 0 : -errno;
}

int saccade_cuda_devices(void) {
    // libcuda stays loaded: cuInit is process-wide, and unloading a driver that started threads is not safe.
    void* cuda = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!cuda) return -1;
    const auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(cuda, "cuInit"));
    const auto count = reinterpret_cast<int (*)(int*)>(dlsym(cuda, "cuDeviceGetCount"));
    if (!init || !count) return -1;
    int error = init(0);
    if (error) return -1000 - error;
    int devices = 0;
    error = count(&devices);
    return error ? -1000 - error : devices;
}
