// saccade-tick: the control loop's sleep and wake-up in C++, in a process without a JVM. It stands beside ours in
// benchmarks and in `saccade doctor`, and prints how late it woke as JSON on standard output.
//
// usage: saccade-tick PERIOD_US TICKS PRIORITY [CPU]     PRIORITY: SCHED_FIFO, 0 for the ordinary policy
#include "histogram.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

namespace {

constexpr int64_t NS_PER_S = 1000000000;
constexpr int64_t FIRST_TICK_NS = 10000000;

int64_t now() {
    timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * NS_PER_S + t.tv_nsec;
}

int sleep_until(int64_t ns) {
    const timespec until = {static_cast<time_t>(ns / NS_PER_S), static_cast<long>(ns % NS_PER_S)};
    int error;
    do {
        error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    } while (error == EINTR);
    return error;
}

bool become_fifo(int priority) {
    sched_param param = {};
    param.sched_priority = priority;
    return priority > 0 && sched_setscheduler(0, SCHED_FIFO, &param) == 0;
}

bool pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: saccade-tick PERIOD_US TICKS PRIORITY [CPU]\n");
        return 2;
    }
    const int64_t period = atoll(argv[1]) * 1000;
    const int64_t ticks = atoll(argv[2]);
    const int priority = atoi(argv[3]);
    if (period < 1000 || ticks < 1 || priority < 0 || priority > 99) {
        fprintf(stderr, "saccade-tick: give a period and ticks of at least 1 and a priority of 0 to 99\n");
        return 2;
    }
    if (argc == 5 && !pin(atoi(argv[4]))) {
        fprintf(stderr, "saccade-tick: processor %s: %s\n", argv[4], strerror(errno));
        return 4;
    }
    static Histogram lateness;
    const bool fifo = become_fifo(priority);
    const bool locked = mlockall(MCL_CURRENT) == 0;
    if (prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0) != 0) {
        fprintf(stderr, "saccade-tick: timer slack: %s\n", strerror(errno));
        return 1;
    }

    int64_t due = now() + FIRST_TICK_NS;
    for (int64_t left = ticks; left > 0;) {
        if (due > now()) {
            const int error = sleep_until(due);
            if (error) {
                fprintf(stderr, "saccade-tick: clock_nanosleep: %s\n", strerror(error));
                return 1;
            }
        }
        // A tick that a stall prevented counts with its own lateness, as in ours.
        const int64_t woken = now();
        do {
            lateness.record(woken - due);
            due += period;
            left--;
        } while (left > 0 && due <= woken);
    }
    printf("{\"periodNs\": %lld, \"fifo\": %s, \"locked\": %s, ", static_cast<long long>(period), fifo ? "true" : "false",
        locked ? "true" : "false");
    lateness.print(stdout);
    printf("}\n");
    return ferror(stdout) || fflush(stdout) != 0 ? 1 : 0;
}
