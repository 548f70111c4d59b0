// Words between processes of one machine, with file descriptors, over a local socket that keeps words apart.
#ifndef SACCADE_LOCAL_SOCKET_H
#define SACCADE_LOCAL_SOCKET_H

#include <sys/types.h>

namespace saccade {

// -1 where the kernel has none.
int open_pidfd(pid_t pid);

// Waits for the next word; its bytes, 0: the other end is gone, -errno (-ETIMEDOUT).
int await_word(int connection, void* to, int capacity, int timeout_ms, int* fds, int most_fds);

bool say(int connection, const void* word, int length, const int* fds = nullptr, int count = 0);

}  // namespace saccade

#endif
