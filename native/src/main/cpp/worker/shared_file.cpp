// dev.saccade.posix.SharedFile: unnamed files that two processes map, and the descriptors around them.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../saccade_worker.h"

// Of Linux 5.1; the C library's headers may be older.
#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

namespace {

constexpr int SIZE_SEALS = F_SEAL_SHRINK | F_SEAL_GROW;
constexpr int MOST_POLLED = 8;

int fail(int fd) {
    const int error = -errno;
    close(fd);
    return error;
}

}  // namespace

int saccade_shared_make(int64_t bytes, int read_only_elsewhere, void* address) {
    const int fd = memfd_create("saccade", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    if (ftruncate(fd, bytes) != 0) return fail(fd);
    // Taken now, so that a machine that is short of memory says so here and not by a SIGBUS at a first touch.
    const int short_of = posix_fallocate(fd, 0, bytes);
    if (short_of != 0) {
        close(fd);
        return -short_of;
    }
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) return fail(fd);
    // After the mapping: from here on nobody can make another writable one, whoever has the descriptor.
    const int seals = SIZE_SEALS | (read_only_elsewhere ? F_SEAL_FUTURE_WRITE : 0);
    if (fcntl(fd, F_ADD_SEALS, seals) != 0 && fcntl(fd, F_ADD_SEALS, SIZE_SEALS) != 0) {
        munmap(memory, bytes);
        return fail(fd);
    }
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL) != 0) {
        munmap(memory, bytes);
        return fail(fd);
    }
    *static_cast<int64_t*>(address) = reinterpret_cast<int64_t>(memory);
    return fd;
}

int64_t saccade_shared_map(int fd, int64_t bytes, int writable) {
    struct stat file;
    if (fstat(fd, &file) != 0) return -errno;
    // A file that could shrink could end its reader by SIGBUS.
    const int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & SIZE_SEALS) != SIZE_SEALS || bytes < 1 || file.st_size < bytes) return -EINVAL;
    void* memory = mmap(nullptr, bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
    return memory == MAP_FAILED ? -errno : reinterpret_cast<int64_t>(memory);
}

int saccade_shared_unmap(int64_t address, int64_t bytes) {
    return munmap(reinterpret_cast<void*>(address), bytes) == 0 ? 0 : -errno;
}

int saccade_fd_close(int fd) { return close(fd) == 0 ? 0 : -errno; }

int saccade_fd_read(int fd, void* to, int capacity) {
    ssize_t n;
    do {
        n = read(fd, to, capacity);
    } while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : static_cast<int>(n);
}

int saccade_fd_poll(const void* fds, int count, int timeout_ms) {
    if (count < 0 || count > MOST_POLLED) return -EINVAL;
    pollfd polled[MOST_POLLED];
    for (int i = 0; i < count; i++) polled[i] = {static_cast<const int*>(fds)[i], POLLIN, 0};
    const int n = poll(polled, count, timeout_ms);
    if (n < 0) return errno == EINTR ? 0 : -errno;
    int ready = 0;
    for (int i = 0; i < count; i++) ready |= polled[i].revents != 0 ? 1 << i : 0;
    return ready;
}

int saccade_event_make(void) {
    const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return event < 0 ? -errno : event;
}

int saccade_event_raise(int event) { return eventfd_write(event, 1) == 0 ? 0 : -errno; }

int saccade_event_clear(int event) {
    eventfd_t count;
    return eventfd_read(event, &count) == 0 || errno == EAGAIN ? 0 : -errno;
}
