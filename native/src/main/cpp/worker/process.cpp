// dev.saccade.posix.WorkerProcess: a child process with a socket to its parent, and how it ended.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../local_socket.h"
#include "../saccade_worker.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

namespace {

constexpr int MOST_ARGUMENTS = 256;
constexpr int SOCKET = 3;
// Above those that the child's own take the place of.
constexpr int LEAST_FD = 10;
constexpr int OLD_KERNELS_FDS = 65536;
constexpr int NOT_EXECUTED = 127;
// Whom the kernel ends first when memory is short: this process, which can be replaced.
constexpr char OOM_SCORE[] = "500";

// The strings of a block, each with its zero; false when there are too many.
bool split(const char* block, int length, char** argv) {
    int count = 0;
    for (int at = 0; at < length; at += static_cast<int>(strlen(block + at)) + 1) {
        if (count == MOST_ARGUMENTS) return false;
        argv[count++] = const_cast<char*>(block + at);
    }
    argv[count] = nullptr;
    return count > 0;
}

void close_above(int last) {
    if (syscall(SYS_close_range, last + 1, ~0u, 0) == 0) return;
    for (int fd = last + 1; fd < OLD_KERNELS_FDS; fd++) close(fd);
}

// Between vfork and exec: shares memory with the parent, whose calling thread waits. System calls alone.
[[noreturn]] void become(char** argv, int socket, int log, int null, volatile int* error) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // Out of the terminal's foreground group: Ctrl-C is the parent's, which ends safe before it ends this.
    setpgid(0, 0);
    sched_param ordinary = {};
    sched_setscheduler(0, SCHED_OTHER, &ordinary);
    if (dup2(null, 0) >= 0 && dup2(log, 1) >= 0 && dup2(log, 2) >= 0 && dup2(socket, SOCKET) >= 0) {
        close_above(SOCKET);
        execv(argv[0], argv);
    }
    *error = errno;
    _exit(NOT_EXECUTED);
}

pid_t start(char** argv, int socket, int log, int null, int* error) {
    sigset_t all, before;
    sigfillset(&all);
    // A handler of the parent that ran in the child would run in the parent's memory.
    pthread_sigmask(SIG_SETMASK, &all, &before);
    volatile int failed = 0;
    const pid_t pid = vfork();
    if (pid == 0) become(argv, socket, log, null, &failed);
    *error = pid < 0 ? errno : failed;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return pid;
}

// The same descriptor at a number above those of the child; the old one is closed.
int lift(int fd) {
    if (fd < 0) return fd;
    const int lifted = fcntl(fd, F_DUPFD_CLOEXEC, LEAST_FD);
    close(fd);
    return lifted;
}

void forget(int* fds, int count) {
    for (int i = 0; i < count; i++) {
        if (fds[i] >= 0) close(fds[i]);
        fds[i] = -1;
    }
}

}  // namespace

int saccade_worker_spawn(const void* arguments, int length, void* fds) {
    char* argv[MOST_ARGUMENTS + 1];
    if (!split(static_cast<const char*>(arguments), length, argv)) return -E2BIG;
    enum { OURS, THEIRS, LOG, LOG_END, NONE, COUNT };
    int open_fds[COUNT] = {-1, -1, -1, -1, -1};
    int pair[2], ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -errno;
    open_fds[OURS] = pair[0];
    open_fds[THEIRS] = lift(pair[1]);
    if (pipe2(ends, O_CLOEXEC) == 0) {
        open_fds[LOG] = ends[0];
        open_fds[LOG_END] = lift(ends[1]);
    }
    open_fds[NONE] = lift(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (open_fds[THEIRS] < 0 || open_fds[LOG_END] < 0 || open_fds[NONE] < 0 ||
        fcntl(open_fds[LOG], F_SETFL, O_NONBLOCK) != 0) {
        forget(open_fds, COUNT);
        return -EMFILE;
    }
    int error = 0;
    const pid_t pid = start(argv, open_fds[THEIRS], open_fds[LOG_END], open_fds[NONE], &error);
    // Its number cannot pass to another process before it is waited for.
    const int pidfd = pid > 0 && error == 0 ? saccade::open_pidfd(pid) : -1;
    if (pid > 0 && pidfd < 0) {
        if (error == 0) error = errno;
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
    }
    if (pidfd < 0) {
        forget(open_fds, COUNT);
        return error > 0 ? -error : -ECHILD;
    }
    forget(open_fds + THEIRS, 1);
    forget(open_fds + LOG_END, 2);
    int* out = static_cast<int*>(fds);
    out[0] = open_fds[OURS];
    out[1] = open_fds[LOG];
    out[2] = pidfd;
    return pid;
}

int saccade_worker_enter(int parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return -errno;
    // It ended before it could be heard of.
    if (getppid() != parent) return -ESRCH;
    const int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score >= 0) {
        // Without it the kernel chooses by size, as for any process.
        const ssize_t written = write(score, OOM_SCORE, sizeof OOM_SCORE - 1);
        (void)written;
        close(score);
    }
    return fcntl(SOCKET, F_SETFD, FD_CLOEXEC) == 0 ? 0 : -errno;
}

int saccade_worker_signal(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) == 0 ? 0 : -errno;
}

int saccade_worker_reap(int pid, void* status) {
    int word = 0;
    const pid_t ended = waitpid(pid, &word, WNOHANG);
    if (ended <= 0) return ended == 0 ? 0 : -errno;
    *static_cast<int*>(status) = WIFSIGNALED(word) ? -WTERMSIG(word) : WEXITSTATUS(word);
    return 1;
}

// To the calling thread, which takes the signal before it goes on; sent to the process, another thread might take it later.
int saccade_worker_raise(int signal) { return raise(signal) == 0 ? 0 : -errno; }

const char* saccade_signal_name(int signal) {
    switch (signal) {
        case SIGHUP: return "SIGHUP";
        case SIGINT: return "SIGINT";
        case SIGQUIT: return "SIGQUIT";
        case SIGILL: return "SIGILL";
        case SIGABRT: return "SIGABRT";
        case SIGBUS: return "SIGBUS";
        case SIGFPE: return "SIGFPE";
        case SIGKILL: return "SIGKILL";
        case SIGSEGV: return "SIGSEGV";
        case SIGPIPE: return "SIGPIPE";
        case SIGTERM: return "SIGTERM";
        default: return "";
    }
}
