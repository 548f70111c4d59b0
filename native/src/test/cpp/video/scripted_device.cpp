#include "scripted_device.h"

#include <errno.h>
#include <string.h>

#include <algorithm>

namespace saccade::scripted {

namespace {

constexpr uint32_t SIZES[][2] = {{64, 48}, {32, 24}};
constexpr v4l2_fract INTERVALS[] = {{1, 30}, {1, 15}};
constexpr const char* EXPOSURES[] = {"Auto Mode", "Manual Mode", nullptr, "Aperture Priority Mode"};

template <size_t N>
void put(uint8_t (&to)[N], const std::string& text) {
    strncpy(reinterpret_cast<char*>(to), text.c_str(), N);
}

bool is_jpeg(uint32_t fourcc) { return fourcc == V4L2_PIX_FMT_MJPEG; }

}  // namespace

int Device::planes() const { return fourcc == V4L2_PIX_FMT_NV12M ? 2 : 1; }

uint32_t Device::stride(int) const {
    if (is_jpeg(fourcc)) return 0;
    const bool two = fourcc == V4L2_PIX_FMT_YUYV || fourcc == V4L2_PIX_FMT_UYVY || fourcc == V4L2_PIX_FMT_SRGGB10;
    const bool three = fourcc == V4L2_PIX_FMT_BGR24 || fourcc == V4L2_PIX_FMT_RGB24;
    return width * (three ? 3 : two ? 2 : 1) + padding;
}

uint32_t Device::bytes(int plane) const {
    if (is_jpeg(fourcc)) return width * height * 2;
    const uint32_t luma = stride(0) * height;
    if (planes() > 1) return plane == 0 ? luma : luma / 2;
    return fourcc == V4L2_PIX_FMT_NV12 || fourcc == V4L2_PIX_FMT_YUV420 ? luma * 3 / 2 : luma;
}

int Device::enumerate(v4l2_fmtdesc* f) const {
    if (f->index >= formats.size()) return -EINVAL;
    f->pixelformat = formats[f->index];
    put(f->description, "scripted");
    return 0;
}

int Device::sizes(v4l2_frmsizeenum* s) const {
    if (s->index >= 2) return -EINVAL;
    s->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    s->discrete = {SIZES[s->index][0], SIZES[s->index][1]};
    return 0;
}

int Device::intervals(v4l2_frmivalenum* i) const {
    if (i->index >= 2) return -EINVAL;
    i->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    i->discrete = INTERVALS[i->index];
    return 0;
}

void Device::tell(v4l2_format* f) const {
    if (multiplanar()) {
        v4l2_pix_format_mplane& p = f->fmt.pix_mp;
        p = {};
        p.width = width;
        p.height = height;
        p.pixelformat = fourcc;
        p.num_planes = static_cast<uint8_t>(planes());
        for (int i = 0; i < planes(); i++) {
            p.plane_fmt[i].bytesperline = stride(i);
            p.plane_fmt[i].sizeimage = bytes(i);
        }
        return;
    }
    v4l2_pix_format& p = f->fmt.pix;
    p = {};
    p.width = width;
    p.height = height;
    p.pixelformat = fourcc;
    p.bytesperline = stride(0);
    p.sizeimage = bytes(0);
    p.colorspace = V4L2_COLORSPACE_REC709;
    p.priv = V4L2_PIX_FMT_PRIV_MAGIC;
    p.quantization = V4L2_QUANTIZATION_FULL_RANGE;
}

int Device::set(const v4l2_format* f) {
    if (busy || !buffers.empty()) return -EBUSY;
    const bool multi = multiplanar();
    const uint32_t wanted = multi ? f->fmt.pix_mp.pixelformat : f->fmt.pix.pixelformat;
    const uint32_t w = multi ? f->fmt.pix_mp.width : f->fmt.pix.width;
    if (std::find(formats.begin(), formats.end(), wanted) != formats.end()) fourcc = wanted;
    const int nearest = w <= 32 ? 1 : 0;
    width = SIZES[nearest][0];
    height = SIZES[nearest][1];
    return 0;
}

int Device::query(v4l2_query_ext_ctrl* c) const {
    const bool next = c->id & V4L2_CTRL_FLAG_NEXT_CTRL;
    const uint32_t id = c->id & ~V4L2_CTRL_FLAG_NEXT_CTRL;
    for (const Control& one : controls) {
        if (next ? one.id <= id : one.id != id) continue;
        *c = {};
        c->id = one.id;
        c->type = one.type;
        strncpy(c->name, one.name, sizeof c->name - 1);
        c->minimum = one.minimum;
        c->maximum = one.maximum;
        c->step = 1;
        c->default_value = one.standard;
        c->flags = one.flags;
        c->elems = 1;
        return 0;
    }
    return -EINVAL;
}

int Device::menu(v4l2_querymenu* m) const {
    if (m->id != V4L2_CID_EXPOSURE_AUTO || m->index > 3 || !EXPOSURES[m->index]) return -EINVAL;
    // A packed field: no reference binds to it.
    strncpy(reinterpret_cast<char*>(m->name), EXPOSURES[m->index], sizeof m->name - 1);
    return 0;
}

int Device::exchange(v4l2_ext_controls* list, bool write) {
    for (uint32_t i = 0; i < list->count; i++) {
        v4l2_ext_control& c = list->controls[i];
        Control* found = nullptr;
        for (Control& one : controls) {
            if (one.id == c.id) found = &one;
        }
        if (!found) return -EINVAL;
        if (!write) {
            c.value = static_cast<int32_t>(found->value);
        } else if (c.value < found->minimum || c.value > found->maximum) {
            return -ERANGE;
        } else {
            found->value = c.value;
        }
    }
    return 0;
}

void Device::stop() {
    streaming = false;
    queued.clear();
    ready.clear();
}

int Device::request(v4l2_requestbuffers* r) {
    if (busy || (r->count > 0 && streaming)) return -EBUSY;
    stop();
    buffers.assign(r->count, Buffer());
    for (Buffer& buffer : buffers) {
        for (int p = 0; p < planes(); p++) buffer.memory[p].assign(bytes(p), 0);
    }
    return 0;
}

int Device::describe(v4l2_buffer* b) const {
    if (b->index >= buffers.size()) return -EINVAL;
    const Buffer& buffer = buffers[b->index];
    b->flags = buffer.flags | stamp_flags;
    b->sequence = buffer.sequence;
    b->timestamp = {static_cast<time_t>(buffer.stamp_ns / 1000000000),
                    static_cast<suseconds_t>(buffer.stamp_ns / 1000 % 1000000)};
    // Offsets tell buffer and plane.
    if (multiplanar()) {
        for (int p = 0; p < planes(); p++) {
            b->m.planes[p].length = bytes(p);
            b->m.planes[p].bytesused = buffer.used[p];
            b->m.planes[p].m.mem_offset = b->index << 16 | static_cast<uint32_t>(p) << 12;
        }
        b->length = static_cast<uint32_t>(planes());
    } else {
        b->length = bytes(0);
        b->bytesused = buffer.used[0];
        b->m.offset = b->index << 16;
    }
    return 0;
}

int Device::dequeue(v4l2_buffer* b) {
    if (!streaming) return -EINVAL;
    if (ready.empty()) return -EAGAIN;
    b->index = ready.front();
    ready.pop_front();
    return describe(b);
}

int Device::ioctl(unsigned long request_code, void* argument) {
    if (!plugged) return -ENODEV;
    const auto failure = failures.find(request_code);
    if (failure != failures.end() && failure->second.second > 0) {
        failure->second.second--;
        return -failure->second.first;
    }
    switch (request_code) {
        case VIDIOC_QUERYCAP: {
            auto* c = static_cast<v4l2_capability*>(argument);
            *c = {};
            put(c->driver, "scripted");
            put(c->card, card);
            put(c->bus_info, bus);
            c->capabilities = capabilities | V4L2_CAP_DEVICE_CAPS;
            c->device_caps = capabilities;
            return 0;
        }
        case VIDIOC_ENUM_FMT: return enumerate(static_cast<v4l2_fmtdesc*>(argument));
        case VIDIOC_ENUM_FRAMESIZES: return sizes(static_cast<v4l2_frmsizeenum*>(argument));
        case VIDIOC_ENUM_FRAMEINTERVALS: return intervals(static_cast<v4l2_frmivalenum*>(argument));
        case VIDIOC_S_FMT:
            if (const int status = set(static_cast<v4l2_format*>(argument))) return status;
            tell(static_cast<v4l2_format*>(argument));
            return 0;
        case VIDIOC_G_FMT: tell(static_cast<v4l2_format*>(argument)); return 0;
        case VIDIOC_S_PARM: {
            const v4l2_fract wanted = static_cast<v4l2_streamparm*>(argument)->parm.capture.timeperframe;
            interval = wanted.denominator >= 20 * wanted.numerator ? INTERVALS[0] : INTERVALS[1];
            [[fallthrough]];
        }
        case VIDIOC_G_PARM: {
            v4l2_captureparm& c = static_cast<v4l2_streamparm*>(argument)->parm.capture;
            c.capability = V4L2_CAP_TIMEPERFRAME;
            c.timeperframe = interval;
            return 0;
        }
        case VIDIOC_QUERY_EXT_CTRL: return query(static_cast<v4l2_query_ext_ctrl*>(argument));
        case VIDIOC_QUERYMENU: return menu(static_cast<v4l2_querymenu*>(argument));
        case VIDIOC_G_EXT_CTRLS: return exchange(static_cast<v4l2_ext_controls*>(argument), false);
        case VIDIOC_S_EXT_CTRLS: return exchange(static_cast<v4l2_ext_controls*>(argument), true);
        case VIDIOC_REQBUFS: return request(static_cast<v4l2_requestbuffers*>(argument));
        case VIDIOC_QUERYBUF: return describe(static_cast<v4l2_buffer*>(argument));
        case VIDIOC_QBUF: queued.push_back(static_cast<v4l2_buffer*>(argument)->index); return 0;
        case VIDIOC_DQBUF: return dequeue(static_cast<v4l2_buffer*>(argument));
        case VIDIOC_STREAMON: streaming = true; return 0;
        case VIDIOC_STREAMOFF: stop(); return 0;
        case VIDIOC_SUBSCRIBE_EVENT: return 0;
        case VIDIOC_DQEVENT: {
            if (changes == 0) return -ENOENT;
            auto* e = static_cast<v4l2_event*>(argument);
            *e = {};
            e->type = V4L2_EVENT_SOURCE_CHANGE;
            e->u.src_change.changes = V4L2_EVENT_SRC_CH_RESOLUTION;
            e->pending = static_cast<uint32_t>(--changes);
            return 0;
        }
        default: return -ENOTTY;
    }
}

}  // namespace saccade::scripted
