// A video device that does what a test says: which pictures come, with which sequence, stamp and flags, and which calls
// fail. Answers the calls of video_port.h. Any thread; its clock moves only when a test or a wait moves it.
#ifndef SACCADE_SCRIPTED_DEVICE_H
#define SACCADE_SCRIPTED_DEVICE_H

#include <linux/videodev2.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace saccade::scripted {

struct Buffer {
    std::vector<uint8_t> memory[VIDEO_MAX_PLANES];
    uint32_t used[VIDEO_MAX_PLANES] = {};
    uint32_t sequence = 0;
    uint32_t flags = 0;
    int64_t stamp_ns = 0;
};

struct Control {
    uint32_t id;
    uint32_t type;
    const char* name;
    int64_t minimum, maximum, standard, value;
    uint32_t flags;
};

struct Device {
    std::string card, bus;
    std::vector<uint32_t> formats;
    uint32_t capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    uint32_t stamp_flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    bool exports = true;
    bool busy = false;
    bool plugged = true;
    uint32_t fourcc, width = 64, height = 48;
    uint32_t padding = 0;
    v4l2_fract interval = {1, 30};
    std::vector<Control> controls;
    std::vector<Buffer> buffers;
    std::deque<uint32_t> queued, ready;
    bool streaming = false;
    int changes = 0;
    // By ioctl: errno and how many calls fail with it.
    std::map<unsigned long, std::pair<int, int>> failures;

    bool multiplanar() const { return capabilities & V4L2_CAP_VIDEO_CAPTURE_MPLANE; }
    int planes() const;
    uint32_t stride(int plane) const;
    uint32_t bytes(int plane) const;
    int ioctl(unsigned long request, void* argument);
    void stop();

  private:
    int enumerate(v4l2_fmtdesc* f) const;
    int sizes(v4l2_frmsizeenum* s) const;
    int intervals(v4l2_frmivalenum* i) const;
    void tell(v4l2_format* f) const;
    int set(const v4l2_format* f);
    int query(v4l2_query_ext_ctrl* c) const;
    int menu(v4l2_querymenu* m) const;
    int exchange(v4l2_ext_controls* list, bool write);
    int request(v4l2_requestbuffers* r);
    int describe(v4l2_buffer* b) const;
    int dequeue(v4l2_buffer* b);
};

}  // namespace saccade::scripted

#endif
