#include "saccade_posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// The kernel keeps 15 characters of a thread's name.
constexpr int NAME_SIZE = 16;

// A thread that ends meanwhile has no name any more: an empty one, which nothing begins with.
void read_name(const char* tid, char* name) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%.20s/comm", tid);
    name[0] = 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    const ssize_t length = read(file, name, NAME_SIZE - 1);
    name[length > 0 ? length : 0] = 0;
    close(file);
}

// Whether the name begins with one of the lines of prefixes.
bool matches(const char* name, const char* prefixes) {
    for (const char* prefix = prefixes; *prefix;) {
        const size_t length = strcspn(prefix, "\n");
        if (length > 0 && strncmp(name, prefix, length) == 0) return true;
        prefix += length + (prefix[length] == '\n');
    }
    return false;
}

}  // namespace

int saccade_background(int level) {
    const int policy = level == 2 ? SCHED_IDLE : level == 1 ? SCHED_BATCH : SCHED_OTHER;
    const sched_param param = {};
    return sched_setscheduler(0, policy, &param) == 0 ? 0 : -errno;
}

int saccade_tid(void) { return static_cast<int>(syscall(SYS_gettid)); }

int saccade_fifo_of(int tid, int priority) {
    // 0 would mean the caller.
    if (tid < 1) return -EINVAL;
    sched_param param = {};
    param.sched_priority = priority;
    return sched_setscheduler(tid, priority == 0 ? SCHED_OTHER : SCHED_FIFO, &param) == 0 ? 0 : -errno;
}

int saccade_fifo_named(const char* prefixes, int priority) {
    DIR* tasks = opendir("/proc/self/task");
    if (!tasks) return -errno;
    int raised = 0;
    int refused = 0;
    while (const dirent* task = readdir(tasks)) {
        const int tid = atoi(task->d_name);
        char name[NAME_SIZE];
        if (tid < 1) continue;
        read_name(task->d_name, name);
        if (!matches(name, prefixes)) continue;
        // What somebody else put under a real-time policy keeps it.
        const int policy = sched_getscheduler(tid);
        const int error = policy == SCHED_OTHER ? saccade_fifo_of(tid, priority) : policy < 0 ? -errno : 0;
        if (error == 0) raised++;
        if (error && error != -ESRCH) refused = error;
    }
    closedir(tasks);
    return refused ? refused : raised;
}

int saccade_lock_memory(int populate) {
    return mlockall(MCL_CURRENT | MCL_FUTURE | (populate ? 0 : MCL_ONFAULT)) == 0 ? 0 : -errno;
}

int saccade_unlock_memory(void) { return munlockall() == 0 ? 0 : -errno; }
