// An open V4L2 device: what it is, what it offers, its controls, and its stream. One thread at a time.
#ifndef SACCADE_VIDEO_DEVICE_H
#define SACCADE_VIDEO_DEVICE_H

#include <linux/videodev2.h>
#include <stdint.h>

#include "video_port.h"

namespace saccade {

// Longest text that a function here writes, its final zero included.
constexpr int VIDEO_TEXT = 64;
constexpr int VIDEO_PLANES = 3;

class VideoDevice {
  public:
    explicit VideoDevice(const saccade_video_port& port) : port_(port) {}
    VideoDevice(const VideoDevice&) = delete;
    VideoDevice& operator=(const VideoDevice&) = delete;
    ~VideoDevice();

    // Each returns 0 or a value, or -errno; -EINVAL also ends an enumeration.
    int open(const char* path);
    int identity(int64_t* numbers, char* text) const;
    int format(int index, int64_t* numbers, char* text) const;
    int size(uint32_t fourcc, int index, int64_t* numbers) const;
    int interval(uint32_t fourcc, int width, int height, int index, int64_t* numbers) const;
    int control_after(uint32_t id, int64_t* numbers, char* text) const;
    int menu(uint32_t id, int index, int64_t* number, char* text) const;
    int get(uint32_t id, int64_t* number) const;
    int set(uint32_t id, int64_t value) const;

    // Takes over the timings that the device finds at its input; -ENODATA when its input has none.
    int follow() const;
    int negotiate(uint32_t fourcc, int width, int height, int64_t* numbers);
    int rate(uint32_t numerator, uint32_t denominator, int64_t* numbers) const;

    int control(unsigned long request, void* argument) const { return port_.control(fd_, request, argument); }
    uint32_t type() const;
    bool is_multiplanar() const { return multiplanar_; }
    int planes() const { return planes_; }
    int fd() const { return fd_; }
    const saccade_video_port& port() const { return port_; }

  private:
    const saccade_video_port& port_;
    int fd_ = -1;
    bool multiplanar_ = false;
    int planes_ = 1;
    v4l2_capability capability_ = {};
};

}  // namespace saccade

#endif
