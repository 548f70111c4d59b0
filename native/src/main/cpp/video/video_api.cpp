// dev.saccade.v4l2.VideoDevice.
#include <errno.h>

#include <new>

#include "../saccade_v4l2.h"
#include "video_stream.h"

using saccade::VideoDevice;
using saccade::VideoStream;

namespace {

// The stream is destroyed before the device whose buffers it maps.
struct Handle {
    explicit Handle(const saccade_video_port& port) : device(port), stream(device) {}
    VideoDevice device;
    VideoStream stream;
};

VideoDevice& device_of(int64_t handle) { return reinterpret_cast<Handle*>(handle)->device; }
VideoStream& stream_of(int64_t handle) { return reinterpret_cast<Handle*>(handle)->stream; }
int64_t* numbers_at(void* address) { return static_cast<int64_t*>(address); }
char* text_at(void* address) { return static_cast<char*>(address); }
uint32_t bits(int value) { return static_cast<uint32_t>(value); }

}  // namespace

int64_t saccade_video_open(const char* path, int64_t port) {
    const auto& calls = port ? *reinterpret_cast<const saccade_video_port*>(port) : saccade::kernel_video_port();
    Handle* handle = new (std::nothrow) Handle(calls);
    if (!handle) return -ENOMEM;
    const int status = handle->device.open(path);
    if (status == 0) return reinterpret_cast<int64_t>(handle);
    delete handle;
    return status;
}

void saccade_video_close(int64_t device) { delete reinterpret_cast<Handle*>(device); }

int saccade_video_identity(int64_t device, void* numbers, void* text) {
    return device_of(device).identity(numbers_at(numbers), text_at(text));
}

int saccade_video_format(int64_t device, int index, void* numbers, void* text) {
    return device_of(device).format(index, numbers_at(numbers), text_at(text));
}

int saccade_video_size(int64_t device, int fourcc, int index, void* numbers) {
    return device_of(device).size(bits(fourcc), index, numbers_at(numbers));
}

int saccade_video_interval(int64_t device, int fourcc, int width, int height, int index, void* numbers) {
    return device_of(device).interval(bits(fourcc), width, height, index, numbers_at(numbers));
}

int saccade_video_control(int64_t device, int after, void* numbers, void* text) {
    return device_of(device).control_after(bits(after), numbers_at(numbers), text_at(text));
}

int saccade_video_menu(int64_t device, int control, int index, void* number, void* text) {
    return device_of(device).menu(bits(control), index, numbers_at(number), text_at(text));
}

int saccade_video_get(int64_t device, int control, void* number) {
    return device_of(device).get(bits(control), numbers_at(number));
}

int saccade_video_set(int64_t device, int control, int64_t value) {
    return device_of(device).set(bits(control), value);
}

int saccade_video_follow(int64_t device) { return device_of(device).follow(); }

int saccade_video_negotiate(int64_t device, int fourcc, int width, int height, void* numbers) {
    return device_of(device).negotiate(bits(fourcc), width, height, numbers_at(numbers));
}

int saccade_video_rate(int64_t device, int numerator, int denominator, void* numbers) {
    return device_of(device).rate(bits(numerator), bits(denominator), numbers_at(numbers));
}

int saccade_video_probe(int64_t device) { return stream_of(device).probe(); }

int saccade_video_start(int64_t device, int buffers, const void* least_bytes) {
    return stream_of(device).start(buffers, static_cast<const int64_t*>(least_bytes));
}

int64_t saccade_video_stamp(int64_t device) { return stream_of(device).stamp(); }

int saccade_video_take(int64_t device, int event, int timeout_ms, void* taken) {
    return stream_of(device).take(event, timeout_ms, static_cast<saccade::Taken*>(taken));
}

int saccade_video_give(int64_t device) { return stream_of(device).give(); }

int saccade_video_export(int64_t device, int buffer, int plane) {
    return stream_of(device).export_plane(buffer, plane);
}

int saccade_video_stop(int64_t device) { return stream_of(device).stop(); }
