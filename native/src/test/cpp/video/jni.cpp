// The natives of dev.saccade.v4l2.ScriptedVideo, and the port that leads to its devices.
#include <errno.h>
#include <jni.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <string.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "../../../main/cpp/video/video_port.h"
#include "scripted_device.h"

using saccade::scripted::Buffer;
using saccade::scripted::Device;

namespace {

std::mutex lock;
std::map<std::string, std::shared_ptr<Device>> nodes;
std::map<int, std::shared_ptr<Device>> opened;
int next_fd = 1000;
int mappings = 0;
int real_wait_ms = 0;
int64_t clock_ns = 0;

std::string base(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

int scripted_open(const char* path) {
    std::lock_guard<std::mutex> held(lock);
    const auto found = nodes.find(base(path));
    if (found == nodes.end()) return -ENOENT;
    opened[next_fd] = found->second;
    return next_fd++;
}

int scripted_close(int fd) {
    std::lock_guard<std::mutex> held(lock);
    const auto found = opened.find(fd);
    if (found == opened.end()) return -EBADF;
    found->second->stop();
    found->second->buffers.clear();
    opened.erase(found);
    return 0;
}

int scripted_control(int fd, unsigned long request, void* argument) {
    std::lock_guard<std::mutex> held(lock);
    const auto found = opened.find(fd);
    if (found == opened.end()) return -EBADF;
    if (request == VIDIOC_EXPBUF) {
        if (!found->second->exports) return -ENOTTY;
        opened[next_fd] = std::make_shared<Device>();
        static_cast<v4l2_exportbuffer*>(argument)->fd = next_fd++;
        return 0;
    }
    return found->second->ioctl(request, argument);
}

void* scripted_map(int fd, uint64_t length, int64_t offset) {
    std::lock_guard<std::mutex> held(lock);
    Device& device = *opened.at(fd);
    std::vector<uint8_t>& memory = device.buffers.at(static_cast<size_t>(offset >> 16)).memory[offset >> 12 & 0xf];
    if (memory.size() != length) return nullptr;
    mappings++;
    return memory.data();
}

int scripted_unmap(void*, uint64_t) {
    std::lock_guard<std::mutex> held(lock);
    mappings--;
    return 0;
}

int scripted_wait(int fd, int wake_up, int timeout_ms) {
    int wait_ms;
    int found = 0;
    {
        std::lock_guard<std::mutex> held(lock);
        const Device& device = *opened.at(fd);
        if (!device.ready.empty()) found |= SACCADE_VIDEO_READABLE;
        if (device.changes > 0) found |= SACCADE_VIDEO_EVENT;
        if (!device.plugged) found |= SACCADE_VIDEO_BROKEN;
        const auto failure = device.failures.find(VIDIOC_DQBUF);
        if (failure != device.failures.end() && failure->second.second > 0) found |= SACCADE_VIDEO_BROKEN;
        if (!found) clock_ns += timeout_ms * 1000000LL;
        wait_ms = found ? 0 : real_wait_ms;
    }
    pollfd end = {wake_up, POLLIN, 0};
    if (poll(&end, 1, wait_ms) > 0) found |= SACCADE_VIDEO_WOKEN;
    return found;
}

int64_t scripted_now() {
    std::lock_guard<std::mutex> held(lock);
    return clock_ns;
}

const saccade_video_port PORT = {scripted_open, scripted_close, scripted_control, scripted_map,
                                 scripted_unmap, scripted_wait, scripted_now};

std::string text(JNIEnv* env, jstring from) {
    const char* chars = env->GetStringUTFChars(from, nullptr);
    const std::string copy = chars;
    env->ReleaseStringUTFChars(from, chars);
    return copy;
}

unsigned long request_of(int kind) {
    constexpr unsigned long REQUESTS[] = {VIDIOC_REQBUFS, VIDIOC_STREAMON, VIDIOC_DQBUF, VIDIOC_S_FMT, VIDIOC_QBUF};
    return REQUESTS[kind];
}

}  // namespace

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_dev_saccade_v4l2_ScriptedVideo_##name

extern "C" {

NATIVE(jlong, port)(JNIEnv*, jclass) { return reinterpret_cast<jlong>(&PORT); }

NATIVE(void, reset)(JNIEnv*, jclass) {
    std::lock_guard<std::mutex> held(lock);
    nodes.clear();
    real_wait_ms = 0;
    clock_ns = 0;
}

NATIVE(void, plug)(JNIEnv* env, jclass, jstring node, jstring card, jstring bus, jstring formats, jint traits) {
    auto device = std::make_shared<Device>();
    device->card = text(env, card);
    device->bus = text(env, bus);
    const std::string letters = text(env, formats);
    for (size_t i = 0; i + 4 <= letters.size(); i += 5) {
        device->formats.push_back(v4l2_fourcc(letters[i], letters[i + 1], letters[i + 2], letters[i + 3]));
    }
    device->fourcc = device->formats.empty() ? 0 : device->formats[0];
    if (traits & 1) device->capabilities = V4L2_CAP_VIDEO_CAPTURE_MPLANE | V4L2_CAP_STREAMING;
    if (traits & 2) device->capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
    if (traits & 4) device->stamp_flags = V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN;
    if (traits & 8) device->stamp_flags |= V4L2_BUF_FLAG_TSTAMP_SRC_SOE;
    if (traits & 16) device->exports = false;
    if (traits & 32) device->padding = 12;
    device->controls = {
        {V4L2_CID_BRIGHTNESS, V4L2_CTRL_TYPE_INTEGER, "Brightness", 0, 255, 128, 128, 0},
        {V4L2_CID_AUTOGAIN, V4L2_CTRL_TYPE_BOOLEAN, "Gain, Automatic", 0, 1, 1, 1, 0},
        {V4L2_CID_GAIN, V4L2_CTRL_TYPE_INTEGER, "Gain", 0, 100, 50, 50, V4L2_CTRL_FLAG_INACTIVE},
        {V4L2_CID_EXPOSURE_AUTO, V4L2_CTRL_TYPE_MENU, "Exposure, Auto", 0, 3, 3, 3, 0},
        {V4L2_CID_EXPOSURE_ABSOLUTE, V4L2_CTRL_TYPE_INTEGER, "Exposure (Absolute)", 1, 5000, 156, 156, 0},
    };
    std::lock_guard<std::mutex> held(lock);
    nodes[text(env, node)] = device;
}

NATIVE(void, unplug)(JNIEnv* env, jclass, jstring node) {
    std::lock_guard<std::mutex> held(lock);
    nodes.at(text(env, node))->plugged = false;
    nodes.erase(text(env, node));
}

NATIVE(jboolean, picture)(JNIEnv* env, jclass, jstring node, jint sequence, jlong stamp, jint flags, jint missing,
                          jbyteArray data, jint fill) {
    std::lock_guard<std::mutex> held(lock);
    Device& device = *nodes.at(text(env, node));
    if (!device.streaming || device.queued.empty()) return JNI_FALSE;
    const uint32_t index = device.queued.front();
    device.queued.pop_front();
    Buffer& buffer = device.buffers[index];
    buffer.sequence = static_cast<uint32_t>(sequence);
    buffer.stamp_ns = stamp;
    buffer.flags = static_cast<uint32_t>(flags);
    for (int p = 0; p < device.planes(); p++) {
        memset(buffer.memory[p].data(), fill + p, buffer.memory[p].size());
        buffer.used[p] = device.bytes(p) - static_cast<uint32_t>(missing);
    }
    if (data) {
        const jsize length = env->GetArrayLength(data);
        env->GetByteArrayRegion(data, 0, length, reinterpret_cast<jbyte*>(buffer.memory[0].data()));
        buffer.used[0] = static_cast<uint32_t>(length);
    }
    device.ready.push_back(index);
    return JNI_TRUE;
}

NATIVE(void, fail)(JNIEnv* env, jclass, jstring node, jint kind, jint error, jint times) {
    std::lock_guard<std::mutex> held(lock);
    nodes.at(text(env, node))->failures[request_of(kind)] = {error, times};
}

NATIVE(void, busy)(JNIEnv* env, jclass, jstring node, jboolean busy) {
    std::lock_guard<std::mutex> held(lock);
    nodes.at(text(env, node))->busy = busy;
}

NATIVE(void, change)(JNIEnv* env, jclass, jstring node, jint width) {
    std::lock_guard<std::mutex> held(lock);
    Device& device = *nodes.at(text(env, node));
    device.changes++;
    device.width = static_cast<uint32_t>(width);
    device.height = static_cast<uint32_t>(width * 3 / 4);
}

NATIVE(jlong, control)(JNIEnv* env, jclass, jstring node, jint id) {
    std::lock_guard<std::mutex> held(lock);
    for (const auto& one : nodes.at(text(env, node))->controls) {
        if (one.id == static_cast<uint32_t>(id)) return one.value;
    }
    return -1;
}

NATIVE(jint, queued)(JNIEnv* env, jclass, jstring node) {
    std::lock_guard<std::mutex> held(lock);
    return static_cast<jint>(nodes.at(text(env, node))->queued.size());
}

NATIVE(void, block)(JNIEnv*, jclass, jint milliseconds) {
    std::lock_guard<std::mutex> held(lock);
    real_wait_ms = milliseconds;
}

NATIVE(void, clock)(JNIEnv*, jclass, jlong ns) {
    std::lock_guard<std::mutex> held(lock);
    clock_ns = ns;
}

NATIVE(jint, held)(JNIEnv*, jclass) {
    std::lock_guard<std::mutex> held(lock);
    return static_cast<jint>(opened.size()) + mappings;
}
}
