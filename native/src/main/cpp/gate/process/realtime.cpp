#include "realtime.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../rendezvous.h"

namespace saccade {

uint32_t become_prompt() {
    uint32_t missing = 0;
    sched_param param = {};
    param.sched_priority = GATE_PRIORITY;
    if (sched_setscheduler(0, SCHED_FIFO, &param) != 0) missing |= NO_FIFO;
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) {
        missing |= NO_MEMORY_LOCK;
        // Half a lock would make later mappings fail.
        munlockall();
    }
    prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0);
    return missing;
}

void close_inherited(int from) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, from, ~0u, 0) == 0) return;
#endif
    const long most = sysconf(_SC_OPEN_MAX);
    for (int fd = from; fd < most; fd++) close(fd);
}

}  // namespace saccade
