#include "local_socket.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace saccade {

namespace {

constexpr int MOST_FDS = 4;

}  // namespace

int open_pidfd(pid_t pid) {
#ifdef SYS_pidfd_open
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
#else
    return static_cast<int>(syscall(434, pid, 0));
#endif
}

int await_word(int connection, void* to, int capacity, int timeout_ms, int* fds, int most_fds) {
    pollfd ready = {connection, POLLIN, 0};
    int polled;
    do {
        polled = poll(&ready, 1, timeout_ms);
    } while (polled < 0 && errno == EINTR);
    if (polled <= 0) return polled == 0 ? -ETIMEDOUT : -errno;
    alignas(cmsghdr) char control[CMSG_SPACE(MOST_FDS * sizeof(int))];
    iovec data = {to, static_cast<size_t>(capacity)};
    msghdr message = {};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t n = recvmsg(connection, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (n < 0) return -errno;
    int taken = 0;
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        const int count = static_cast<int>((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            if (taken < most_fds) {
                fds[taken++] = fd;
            } else {
                close(fd);
            }
        }
    }
    return static_cast<int>(n);
}

bool say(int connection, const void* word, int length, const int* fds, int count) {
    alignas(cmsghdr) char control[CMSG_SPACE(MOST_FDS * sizeof(int))] = {};
    iovec data = {const_cast<void*>(word), static_cast<size_t>(length)};
    msghdr message = {};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (count > 0) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, count * sizeof(int));
    }
    return sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == length;
}

}  // namespace saccade
