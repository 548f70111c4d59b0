// dev.saccade.posix.WorkerProcess: words over the socket, and requests and answers through shared memory.
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>

#include <atomic>

#include "../local_socket.h"
#include "../saccade_posix.h"
#include "../saccade_worker.h"

namespace {

constexpr int64_t NS_PER_S = 1000000000;

// The beginning of the block; the rest of it is laid out by dev.saccade.worker.BlockLayout. Each number has one writer:
// the parent counts requests, the worker says which one it has answered.
struct Head {
    alignas(64) std::atomic<int64_t> submitted;
    alignas(64) std::atomic<int64_t> answered;
};

static_assert(std::atomic<int64_t>::is_always_lock_free, "shared between processes");

Head* head(int64_t block) { return reinterpret_cast<Head*>(block); }

void clear(int event) {
    eventfd_t count;
    // Empty is as good as cleared.
    (void)!eventfd_read(event, &count);
}

}  // namespace

int saccade_worker_say(int socket, const void* word, int length, const void* fds, int count) {
    return saccade::say(socket, word, length, static_cast<const int*>(fds), count) ? 0 : -EPIPE;
}

int saccade_worker_hear(int socket, void* to, int capacity, void* fds, int most) {
    for (int i = 0; i < most; i++) static_cast<int*>(fds)[i] = -1;
    return saccade::await_word(socket, to, capacity, 0, static_cast<int*>(fds), most);
}

void saccade_worker_submit(int64_t block, int64_t number, int event) {
    head(block)->submitted.store(number, std::memory_order_release);
    eventfd_write(event, 1);
}

int saccade_worker_await(int64_t block, int64_t number, int event, int pidfd, int64_t until) {
    pollfd ends[2] = {{event, POLLIN, 0}, {pidfd, POLLIN, 0}};
    for (;;) {
        if (head(block)->answered.load(std::memory_order_acquire) == number) return 0;
        const int64_t left = until - saccade_now();
        // A worker that wakes us for nothing does not keep us.
        if (left <= 0) return 1;
        const timespec wait = {static_cast<time_t>(left / NS_PER_S), static_cast<long>(left % NS_PER_S)};
        const int n = ppoll(ends, 2, &wait, nullptr);
        if (n < 0 && errno != EINTR) return -errno;
        if (n <= 0) continue;
        clear(event);
        if (ends[1].revents != 0) return head(block)->answered.load(std::memory_order_acquire) == number ? 0 : 2;
    }
}

int saccade_worker_next(int64_t block, int64_t after, int event, int socket) {
    pollfd ends[2] = {{event, POLLIN, 0}, {socket, POLLIN, 0}};
    for (;;) {
        if (head(block)->submitted.load(std::memory_order_acquire) != after) return 0;
        const int n = poll(ends, 2, -1);
        if (n < 0 && errno != EINTR) return -errno;
        if (n <= 0) continue;
        clear(event);
        if (ends[1].revents != 0) return 1;
    }
}

int64_t saccade_worker_submitted(int64_t block) { return head(block)->submitted.load(std::memory_order_acquire); }

void saccade_worker_answer(int64_t block, int64_t number, int event) {
    head(block)->answered.store(number, std::memory_order_release);
    eventfd_write(event, 1);
}
