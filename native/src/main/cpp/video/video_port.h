// The system calls of a video device. The kernel answers them in the field, a scripted device in the tests: a table of
// C functions, so that a device can come from another library.
#ifndef SACCADE_VIDEO_PORT_H
#define SACCADE_VIDEO_PORT_H

#include <stdint.h>

extern "C" {

// What wait() found; several at once.
enum {
    SACCADE_VIDEO_READABLE = 1,
    SACCADE_VIDEO_EVENT = 2,
    SACCADE_VIDEO_BROKEN = 4,
    SACCADE_VIDEO_WOKEN = 8,
};

struct saccade_video_port {
    // A descriptor, or -errno.
    int (*open)(const char* path);
    int (*close)(int fd);
    // 0, or -errno; repeated when a signal interrupts it.
    int (*control)(int fd, unsigned long request, void* argument);
    // Null on failure.
    void* (*map)(int fd, uint64_t length, int64_t offset);
    int (*unmap)(void* address, uint64_t length);
    // Waits for a buffer or an event of the device, or until the wake-up is raised (-1: there is none).
    int (*wait)(int fd, int wake_up, int timeout_ms);
    // CLOCK_MONOTONIC, ns.
    int64_t (*now)(void);
};
}

namespace saccade {

const saccade_video_port& kernel_video_port();

}  // namespace saccade

#endif
