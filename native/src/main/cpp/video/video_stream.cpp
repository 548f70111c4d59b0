#include "video_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>


namespace saccade {

namespace {

constexpr int64_t NS_PER_S = 1000000000;
constexpr int64_t NS_PER_US = 1000;

// A driver that jumps ahead by more has not lost that many pictures: at 30 a second they would take half an hour.
constexpr uint32_t FARTHEST_JUMP = 1u << 16;

constexpr int64_t STAMP_OF_KERNEL = 1;
constexpr int64_t STAMP_OF_START = 2;

int64_t stamp_of(uint32_t flags) {
    if ((flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) return 0;
    const bool start = (flags & V4L2_BUF_FLAG_TSTAMP_SRC_MASK) == V4L2_BUF_FLAG_TSTAMP_SRC_SOE;
    return STAMP_OF_KERNEL | (start ? STAMP_OF_START : 0);
}

}  // namespace

void VideoStream::fill(v4l2_buffer* buffer, v4l2_plane* planes, int index) const {
    *buffer = {};
    buffer->type = device_.type();
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->index = static_cast<uint32_t>(index);
    if (device_.is_multiplanar()) {
        memset(planes, 0, VIDEO_MAX_PLANES * sizeof *planes);
        buffer->m.planes = planes;
        buffer->length = VIDEO_MAX_PLANES;
    }
}

int VideoStream::request(int buffers) {
    v4l2_requestbuffers r = {};
    r.count = static_cast<uint32_t>(buffers);
    r.type = device_.type();
    r.memory = V4L2_MEMORY_MMAP;
    const int status = device_.control(VIDIOC_REQBUFS, &r);
    if (status < 0) return status;
    requested_ = buffers > 0;
    return static_cast<int>(r.count);
}

int VideoStream::map(int index) {
    v4l2_buffer b;
    v4l2_plane planes[VIDEO_MAX_PLANES];
    fill(&b, planes, index);
    const int status = device_.control(VIDIOC_QUERYBUF, &b);
    if (status < 0) return status;
    stamp_ = stamp_of(b.flags);
    for (int p = 0; p < device_.planes(); p++) {
        const bool multi = device_.is_multiplanar();
        const uint32_t length = multi ? planes[p].length : b.length;
        const uint32_t offset = multi ? planes[p].m.mem_offset : b.m.offset;
        void* address = device_.port().map(device_.fd(), length, offset);
        if (!address) return -ENOMEM;
        planes_[index][p] = {address, length};
    }
    return 0;
}

int VideoStream::queue(int index) {
    v4l2_buffer b;
    v4l2_plane planes[VIDEO_MAX_PLANES];
    fill(&b, planes, index);
    if (device_.is_multiplanar()) b.length = static_cast<uint32_t>(device_.planes());
    return device_.control(VIDIOC_QBUF, &b);
}

int VideoStream::start(int buffers, const int64_t* least) {
    if (streaming_) return -EALREADY;
    memcpy(least_, least, sizeof least_);
    held_ = -1;
    started_numbering_ = false;
    int status = request(buffers);
    if (status < 0) return status;
    buffers_ = status > MOST_BUFFERS ? MOST_BUFFERS : status;
    if (buffers_ < 1) status = -ENOMEM;
    for (int i = 0; i < buffers_ && status >= 0; i++) {
        status = map(i);
        if (status >= 0) status = queue(i);
    }
    if (status >= 0) {
        v4l2_event_subscription changes = {};
        changes.type = V4L2_EVENT_SOURCE_CHANGE;
        // Most cameras have no such event.
        (void)device_.control(VIDIOC_SUBSCRIBE_EVENT, &changes);
        int type = static_cast<int>(device_.type());
        status = device_.control(VIDIOC_STREAMON, &type);
    }
    if (status < 0) {
        (void)stop();
        return status;
    }
    streaming_ = true;
    return buffers_;
}

int VideoStream::stop() {
    int status = 0;
    if (streaming_) {
        int type = static_cast<int>(device_.type());
        status = device_.control(VIDIOC_STREAMOFF, &type);
        streaming_ = false;
    }
    for (auto& buffer : planes_) {
        for (Plane& plane : buffer) {
            if (plane.address) (void)device_.port().unmap(plane.address, plane.length);
            plane = {};
        }
    }
    held_ = -1;
    buffers_ = 0;
    if (requested_) {
        const int freed = request(0);
        if (status == 0 && freed < 0) status = freed;
        requested_ = false;
    }
    return status;
}

bool VideoStream::is_torn(const v4l2_buffer& buffer, const v4l2_plane* planes) const {
    if (buffer.flags & V4L2_BUF_FLAG_ERROR) return true;
    for (int p = 0; p < device_.planes(); p++) {
        const int64_t used = device_.is_multiplanar() ? planes[p].bytesused : buffer.bytesused;
        if (used < least_[p]) return true;
    }
    return false;
}

void VideoStream::count(const v4l2_buffer& buffer, int64_t stamp_ns, Taken* taken) {
    const uint32_t ahead = buffer.sequence - latest_sequence_;
    if (!started_numbering_) {
        taken->numbered++;
    } else if (ahead == 0) {
        // The same picture again keeps its number. A driver that does not number at all stamps all the same.
        if (stamp_ns != latest_stamp_ns_) taken->numbered++;
    } else if (ahead <= FARTHEST_JUMP) {
        taken->gaps += ahead - 1;
        taken->numbered += ahead;
    } else {
        taken->resets++;
        taken->numbered++;
    }
    started_numbering_ = true;
    latest_sequence_ = buffer.sequence;
    latest_stamp_ns_ = stamp_ns;
}

// 1: a buffer left the queue; 0: none waits; -errno. What it held is in taken, or counted.
int VideoStream::dequeue(Taken* taken) {
    v4l2_buffer b;
    v4l2_plane planes[VIDEO_MAX_PLANES];
    fill(&b, planes, 0);
    const int status = device_.control(VIDIOC_DQBUF, &b);
    if (status == -EAGAIN) return 0;
    if (status < 0) return status;
    const int index = static_cast<int>(b.index);
    if (index >= buffers_) return -EPROTO;
    const int64_t stamp_ns = b.timestamp.tv_sec * NS_PER_S + b.timestamp.tv_usec * NS_PER_US;
    const int64_t stamp = stamp_ns == 0 ? 0 : stamp_of(b.flags);
    count(b, stamp_ns, taken);
    if (is_torn(b, planes)) {
        taken->torn++;
        const int queued = queue(index);
        return queued < 0 ? queued : 1;
    }
    if (held_ >= 0) {
        taken->skipped++;
        const int queued = give();
        if (queued < 0) return queued;
    }
    held_ = index;
    taken->number = taken->numbered - 1;
    // Some drivers stamp with the time at which they expect the picture to be whole.
    const int64_t now = device_.port().now();
    taken->capture_ns = stamp == 0 || stamp_ns > now ? now : stamp_ns;
    taken->stamp = stamp;
    taken->buffer = index;
    for (int p = 0; p < VIDEO_PLANES; p++) {
        const Plane& plane = planes_[index][p];
        const bool multi = device_.is_multiplanar();
        const uint32_t skip = multi && p < device_.planes() ? planes[p].data_offset : 0;
        const uint32_t used = !plane.address ? 0 : multi ? planes[p].bytesused : b.bytesused;
        if (used > plane.length || skip > used) return -EPROTO;
        taken->address[p] = plane.address ? reinterpret_cast<int64_t>(plane.address) + skip : 0;
        taken->bytes[p] = used - skip;
    }
    return 1;
}

int VideoStream::drain(int most, Taken* taken, Drained* drained) {
    int waiting = 0;
    int status = 1;
    // Each buffer once, so that a fast device cannot keep us.
    while (waiting < buffers_ && (status = dequeue(taken)) == 1) waiting++;
    // A picture in hand comes before the bad news behind it, which the next call meets again.
    if (status < 0 && held_ < 0) return status;
    // With all its buffers full the driver had nowhere to write and dropped what came since: the newest is old.
    const bool starved = waiting == most && most > 1;
    *drained = held_ < 0 ? Drained::NOTHING : starved ? Drained::STALE : Drained::PICTURE;
    return 0;
}

bool VideoStream::has_changed() {
    bool changed = false;
    v4l2_event e = {};
    while (device_.control(VIDIOC_DQEVENT, &e) == 0) {
        changed |= e.type == V4L2_EVENT_SOURCE_CHANGE;
        if (e.pending == 0) break;
    }
    return changed;
}

int VideoStream::take(int wake_up, int timeout_ms, Taken* taken) {
    if (!streaming_) return -EPIPE;
    int with_driver = held_ < 0 ? buffers_ : buffers_ - 1;
    int status = give();
    if (status < 0) return status;
    const int64_t until = device_.port().now() + timeout_ms * (NS_PER_S / 1000);
    for (;;) {
        const int64_t left = (until - device_.port().now()) / (NS_PER_S / 1000);
        const int found = device_.port().wait(device_.fd(), wake_up, left > 0 ? static_cast<int>(left) : 0);
        if (found < 0) return found;
        if (found & SACCADE_VIDEO_WOKEN) return 2;
        if ((found & SACCADE_VIDEO_EVENT) && has_changed()) return 3;
        if (found & (SACCADE_VIDEO_READABLE | SACCADE_VIDEO_BROKEN)) {
            Drained drained = Drained::NOTHING;
            status = drain(with_driver, taken, &drained);
            with_driver = buffers_;
            if (status < 0) return status;
            if (drained == Drained::PICTURE) return 1;
            if (drained == Drained::STALE) {
                taken->skipped++;
                status = give();
                if (status < 0) return status;
            } else if (found & SACCADE_VIDEO_BROKEN) {
                return -EIO;
            }
        }
        if (device_.port().now() - until >= 0) return 0;
    }
}

int VideoStream::give() {
    if (held_ < 0) return 0;
    const int index = held_;
    held_ = -1;
    return queue(index);
}

int VideoStream::export_plane(int buffer, int plane) const {
    v4l2_exportbuffer e = {};
    e.type = device_.type();
    e.index = static_cast<uint32_t>(buffer);
    e.plane = static_cast<uint32_t>(plane);
    e.flags = O_CLOEXEC | O_RDONLY;
    const int status = device_.control(VIDIOC_EXPBUF, &e);
    return status < 0 ? status : e.fd;
}

int VideoStream::probe() {
    if (streaming_) return -EBUSY;
    int status = request(1);
    if (status < 0) return status;
    const int fd = export_plane(0, 0);
    if (fd >= 0) (void)device_.port().close(fd);
    status = request(0);
    if (status < 0) return status;
    return fd >= 0;
}

}  // namespace saccade
