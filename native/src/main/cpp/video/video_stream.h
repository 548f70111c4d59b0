// The buffers of a streaming device, shared with its driver. Newest first: older pictures that wait go back unread.
#ifndef SACCADE_VIDEO_STREAM_H
#define SACCADE_VIDEO_STREAM_H

#include <stdint.h>

#include "video_device.h"

namespace saccade {

// The picture that was taken, and what happened since the memory was zeroed. dev.saccade.v4l2.TakenPicture reads it.
// It outlives the stream, so that the counts go on across restarts.
struct Taken {
    // The picture's number: the driver's sequence without its wraps and restarts.
    int64_t number;
    int64_t capture_ns;
    // Bit 0: the stamp is the driver's, of the monotonic clock; otherwise the time of arrival. Bit 1: it was taken at the
    // start of the exposure.
    int64_t stamp;
    int64_t buffer;
    int64_t address[VIDEO_PLANES];
    int64_t bytes[VIDEO_PLANES];
    // Counts.
    int64_t numbered;
    int64_t gaps;
    int64_t torn;
    int64_t skipped;
    int64_t resets;
};

class VideoStream {
  public:
    static constexpr int MOST_BUFFERS = 32;

    explicit VideoStream(VideoDevice& device) : device_(device) {}
    VideoStream(const VideoStream&) = delete;
    VideoStream& operator=(const VideoStream&) = delete;
    ~VideoStream() { stop(); }

    // Maps and queues buffers and starts; a picture with fewer bytes in a plane than least says is torn.
    // Returns how many buffers there are, or -errno.
    int start(int buffers, const int64_t* least);
    // 1: a picture, which is ours until give(); 0: none yet; 2: woken; 3: the source changed; -errno.
    int take(int wake_up, int timeout_ms, Taken* taken);
    int give();
    // Taken::stamp as far as the buffers tell before the first picture.
    int64_t stamp() const { return stamp_; }
    // Whether the driver exports buffers: allocates one and frees it again. 1, 0, or -errno.
    int probe();
    int export_plane(int buffer, int plane) const;
    int stop();

  private:
    enum class Drained { NOTHING, PICTURE, STALE };

    struct Plane {
        void* address = nullptr;
        uint32_t length = 0;
    };

    int request(int buffers);
    int map(int index);
    int queue(int index);
    int dequeue(Taken* taken);
    // Takes what waits; most: how many buffers the driver had.
    int drain(int most, Taken* taken, Drained* drained);
    void count(const v4l2_buffer& buffer, int64_t stamp_ns, Taken* taken);
    bool is_torn(const v4l2_buffer& buffer, const v4l2_plane* planes) const;
    bool has_changed();
    void fill(v4l2_buffer* buffer, v4l2_plane* planes, int index) const;

    VideoDevice& device_;
    Plane planes_[MOST_BUFFERS][VIDEO_PLANES];
    int64_t least_[VIDEO_PLANES] = {};
    int buffers_ = 0;
    int held_ = -1;
    bool requested_ = false;
    bool streaming_ = false;
    bool started_numbering_ = false;
    uint32_t latest_sequence_ = 0;
    int64_t latest_stamp_ns_ = 0;
    int64_t stamp_ = 0;
};

}  // namespace saccade

#endif
