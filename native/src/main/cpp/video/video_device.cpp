#include "video_device.h"

#include <errno.h>
#include <string.h>

namespace saccade {

namespace {

// Drivers need not end their strings.
void copy_text(char* to, const void* from, size_t capacity) {
    const size_t room = capacity < VIDEO_TEXT - 1 ? capacity : VIDEO_TEXT - 1;
    const size_t length = strnlen(static_cast<const char*>(from), room);
    memcpy(to, from, length);
    to[length] = 0;
}

bool is_simple(const v4l2_query_ext_ctrl& c) {
    switch (c.type) {
        case V4L2_CTRL_TYPE_INTEGER:
        case V4L2_CTRL_TYPE_BOOLEAN:
        case V4L2_CTRL_TYPE_MENU:
        case V4L2_CTRL_TYPE_INTEGER_MENU:
        case V4L2_CTRL_TYPE_BITMASK:
        case V4L2_CTRL_TYPE_INTEGER64:
        case V4L2_CTRL_TYPE_BUTTON:
            return c.elems == 1 && c.nr_of_dims == 0;
        default:
            return false;
    }
}

}  // namespace

VideoDevice::~VideoDevice() {
    if (fd_ >= 0) port_.close(fd_);
}

int VideoDevice::open(const char* path) {
    fd_ = port_.open(path);
    if (fd_ < 0) return fd_;
    const int status = control(VIDIOC_QUERYCAP, &capability_);
    if (status < 0) return status;
    const uint32_t caps =
        capability_.capabilities & V4L2_CAP_DEVICE_CAPS ? capability_.device_caps : capability_.capabilities;
    multiplanar_ = !(caps & V4L2_CAP_VIDEO_CAPTURE) && (caps & V4L2_CAP_VIDEO_CAPTURE_MPLANE);
    return 0;
}

uint32_t VideoDevice::type() const {
    return multiplanar_ ? V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : V4L2_BUF_TYPE_VIDEO_CAPTURE;
}

int VideoDevice::identity(int64_t* numbers, char* text) const {
    const bool own = capability_.capabilities & V4L2_CAP_DEVICE_CAPS;
    numbers[0] = own ? capability_.device_caps : capability_.capabilities;
    numbers[1] = capability_.version;
    copy_text(text, capability_.driver, sizeof capability_.driver);
    copy_text(text + VIDEO_TEXT, capability_.card, sizeof capability_.card);
    copy_text(text + 2 * VIDEO_TEXT, capability_.bus_info, sizeof capability_.bus_info);
    return 0;
}

int VideoDevice::format(int index, int64_t* numbers, char* text) const {
    v4l2_fmtdesc f = {};
    f.index = static_cast<uint32_t>(index);
    f.type = type();
    const int status = control(VIDIOC_ENUM_FMT, &f);
    if (status < 0) return status;
    numbers[0] = f.pixelformat;
    numbers[1] = f.flags;
    copy_text(text, f.description, sizeof f.description);
    return 0;
}

int VideoDevice::size(uint32_t fourcc, int index, int64_t* numbers) const {
    v4l2_frmsizeenum s = {};
    s.index = static_cast<uint32_t>(index);
    s.pixel_format = fourcc;
    const int status = control(VIDIOC_ENUM_FRAMESIZES, &s);
    if (status < 0) return status;
    const v4l2_frmsize_stepwise one = {s.discrete.width, s.discrete.width, 1, s.discrete.height, s.discrete.height, 1};
    const v4l2_frmsize_stepwise& range = s.type == V4L2_FRMSIZE_TYPE_DISCRETE ? one : s.stepwise;
    numbers[0] = range.min_width;
    numbers[1] = range.max_width;
    numbers[2] = range.step_width;
    numbers[3] = range.min_height;
    numbers[4] = range.max_height;
    numbers[5] = range.step_height;
    return 0;
}

int VideoDevice::interval(uint32_t fourcc, int width, int height, int index, int64_t* numbers) const {
    v4l2_frmivalenum i = {};
    i.index = static_cast<uint32_t>(index);
    i.pixel_format = fourcc;
    i.width = static_cast<uint32_t>(width);
    i.height = static_cast<uint32_t>(height);
    const int status = control(VIDIOC_ENUM_FRAMEINTERVALS, &i);
    if (status < 0) return status;
    const bool discrete = i.type == V4L2_FRMIVAL_TYPE_DISCRETE;
    const v4l2_fract least = discrete ? i.discrete : i.stepwise.min;
    const v4l2_fract most = discrete ? i.discrete : i.stepwise.max;
    numbers[0] = least.numerator;
    numbers[1] = least.denominator;
    numbers[2] = most.numerator;
    numbers[3] = most.denominator;
    return 0;
}

int VideoDevice::control_after(uint32_t id, int64_t* numbers, char* text) const {
    for (;;) {
        v4l2_query_ext_ctrl c = {};
        c.id = id | V4L2_CTRL_FLAG_NEXT_CTRL;
        const int status = control(VIDIOC_QUERY_EXT_CTRL, &c);
        if (status < 0) return status;
        // A driver that does not move on would keep us for ever.
        if (c.id <= id) return -EINVAL;
        id = c.id;
        if (!is_simple(c) || (c.flags & V4L2_CTRL_FLAG_DISABLED)) continue;
        int64_t value = 0;
        const int got = c.type == V4L2_CTRL_TYPE_BUTTON ? -EACCES : get(c.id, &value);
        numbers[0] = c.id;
        numbers[1] = c.type;
        numbers[2] = c.minimum;
        numbers[3] = c.maximum;
        numbers[4] = static_cast<int64_t>(c.step);
        numbers[5] = c.default_value;
        numbers[6] = c.flags;
        numbers[7] = value;
        numbers[8] = got == 0;
        copy_text(text, c.name, sizeof c.name);
        return 0;
    }
}

int VideoDevice::menu(uint32_t id, int index, int64_t* number, char* text) const {
    v4l2_querymenu m = {};
    m.id = id;
    m.index = static_cast<uint32_t>(index);
    const int status = control(VIDIOC_QUERYMENU, &m);
    if (status < 0) return status;
    // Name and value share their bytes: which one it is, the control's type tells.
    memcpy(number, &m.value, sizeof *number);
    copy_text(text, m.name, sizeof m.name);
    return 0;
}

int VideoDevice::get(uint32_t id, int64_t* number) const {
    v4l2_ext_control c = {};
    c.id = id;
    v4l2_ext_controls list = {};
    list.which = V4L2_CTRL_WHICH_CUR_VAL;
    list.count = 1;
    list.controls = &c;
    v4l2_query_ext_ctrl kind = {};
    kind.id = id;
    int status = control(VIDIOC_QUERY_EXT_CTRL, &kind);
    if (status < 0) return status;
    status = control(VIDIOC_G_EXT_CTRLS, &list);
    if (status < 0) return status;
    *number = kind.type == V4L2_CTRL_TYPE_INTEGER64 ? c.value64 : c.value;
    return 0;
}

int VideoDevice::set(uint32_t id, int64_t value) const {
    v4l2_query_ext_ctrl kind = {};
    kind.id = id;
    const int status = control(VIDIOC_QUERY_EXT_CTRL, &kind);
    if (status < 0) return status;
    v4l2_ext_control c = {};
    c.id = id;
    if (kind.type == V4L2_CTRL_TYPE_INTEGER64) {
        c.value64 = value;
    } else {
        c.value = static_cast<int32_t>(value);
    }
    v4l2_ext_controls list = {};
    list.which = V4L2_CTRL_WHICH_CUR_VAL;
    list.count = 1;
    list.controls = &c;
    return control(VIDIOC_S_EXT_CTRLS, &list);
}

int VideoDevice::follow() const {
    v4l2_dv_timings timings = {};
    const int status = control(VIDIOC_QUERY_DV_TIMINGS, &timings);
    if (status == -ENOTTY || status == -EINVAL) return -ENODATA;
    return status < 0 ? status : control(VIDIOC_S_DV_TIMINGS, &timings);
}

int VideoDevice::negotiate(uint32_t fourcc, int width, int height, int64_t* numbers) {
    v4l2_format f = {};
    f.type = type();
    int status = control(VIDIOC_G_FMT, &f);
    if (status < 0) return status;
    if (fourcc != 0) {
        // Field, colour and strides of a former format mean nothing for the new one.
        if (multiplanar_) {
            const uint32_t w = width > 0 ? static_cast<uint32_t>(width) : f.fmt.pix_mp.width;
            const uint32_t h = height > 0 ? static_cast<uint32_t>(height) : f.fmt.pix_mp.height;
            f.fmt = {};
            f.fmt.pix_mp.width = w;
            f.fmt.pix_mp.height = h;
            f.fmt.pix_mp.pixelformat = fourcc;
            f.fmt.pix_mp.field = V4L2_FIELD_ANY;
        } else {
            const uint32_t w = width > 0 ? static_cast<uint32_t>(width) : f.fmt.pix.width;
            const uint32_t h = height > 0 ? static_cast<uint32_t>(height) : f.fmt.pix.height;
            f.fmt = {};
            f.fmt.pix.width = w;
            f.fmt.pix.height = h;
            f.fmt.pix.pixelformat = fourcc;
            f.fmt.pix.field = V4L2_FIELD_ANY;
        }
        status = control(VIDIOC_S_FMT, &f);
        if (status < 0) return status;
    }
    memset(numbers, 0, 14 * sizeof *numbers);
    if (multiplanar_) {
        const v4l2_pix_format_mplane& p = f.fmt.pix_mp;
        if (p.num_planes < 1 || p.num_planes > VIDEO_PLANES) return -EPROTO;
        planes_ = p.num_planes;
        const int64_t common[] = {p.pixelformat, p.width, p.height, planes_, p.colorspace, p.ycbcr_enc, p.quantization,
                                  p.field};
        memcpy(numbers, common, sizeof common);
        for (int i = 0; i < planes_; i++) {
            numbers[8 + i] = p.plane_fmt[i].bytesperline;
            numbers[11 + i] = p.plane_fmt[i].sizeimage;
        }
        return 0;
    }
    const v4l2_pix_format& p = f.fmt.pix;
    planes_ = 1;
    // Old drivers leave everything behind sizeimage alone, and say so by not setting the magic number.
    const bool extended = p.priv == V4L2_PIX_FMT_PRIV_MAGIC;
    const int64_t common[] = {p.pixelformat,
                              p.width,
                              p.height,
                              1,
                              p.colorspace,
                              extended ? p.ycbcr_enc : 0,
                              extended ? p.quantization : 0,
                              p.field,
                              p.bytesperline};
    memcpy(numbers, common, sizeof common);
    numbers[11] = p.sizeimage;
    return 0;
}

int VideoDevice::rate(uint32_t numerator, uint32_t denominator, int64_t* numbers) const {
    v4l2_streamparm p = {};
    p.type = type();
    int status = control(VIDIOC_G_PARM, &p);
    if (status < 0) return status;
    if (numerator != 0 && (p.parm.capture.capability & V4L2_CAP_TIMEPERFRAME)) {
        p.parm.capture.timeperframe = {numerator, denominator};
        status = control(VIDIOC_S_PARM, &p);
        if (status < 0) return status;
    }
    numbers[0] = p.parm.capture.timeperframe.numerator;
    numbers[1] = p.parm.capture.timeperframe.denominator;
    return 0;
}

}  // namespace saccade
