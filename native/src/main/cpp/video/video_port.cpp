#include "video_port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../saccade_posix.h"

namespace {

int kernel_open(const char* path) {
    const int fd = ::open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int kernel_close(int fd) { return ::close(fd) == 0 ? 0 : -errno; }

int kernel_control(int fd, unsigned long request, void* argument) {
    int status;
    do {
        status = ::ioctl(fd, request, argument);
    } while (status < 0 && errno == EINTR);
    return status < 0 ? -errno : 0;
}

void* kernel_map(int fd, uint64_t length, int64_t offset) {
    void* address = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
    return address == MAP_FAILED ? nullptr : address;
}

int kernel_unmap(void* address, uint64_t length) { return ::munmap(address, length) == 0 ? 0 : -errno; }

int kernel_wait(int fd, int wake_up, int timeout_ms) {
    pollfd ends[2] = {{fd, POLLIN | POLLPRI, 0}, {wake_up, POLLIN, 0}};
    const int n = ::poll(ends, 2, timeout_ms);
    if (n < 0) return errno == EINTR ? 0 : -errno;
    int found = 0;
    if (ends[0].revents & POLLIN) found |= SACCADE_VIDEO_READABLE;
    if (ends[0].revents & POLLPRI) found |= SACCADE_VIDEO_EVENT;
    if (ends[0].revents & (POLLERR | POLLHUP | POLLNVAL)) found |= SACCADE_VIDEO_BROKEN;
    if (ends[1].revents) found |= SACCADE_VIDEO_WOKEN;
    return found;
}

const saccade_video_port KERNEL = {kernel_open, kernel_close, kernel_control, kernel_map,
                                   kernel_unmap, kernel_wait, saccade_now};

}  // namespace

const saccade_video_port& saccade::kernel_video_port() { return KERNEL; }
