#include "preprocess_spec.h"

#include <math.h>

namespace saccade {
namespace {

constexpr int MAX_SIDE = 32768;
constexpr double ONE = 256.0 * 16384.0;  // accumulator of one step of an 8-bit pixel: row weights x column weights
constexpr double CENTRE = 128.0;         // rows are blended around it, so that sums fit 16 signed bits

bool is_420(int format) { return format == SACCADE_NV12 || format == SACCADE_I420; }

bool within(int v, int low, int high) { return v >= low && v <= high; }

// ITU-R BT.601-7 and BT.709-6: red = Y + 2 (1 - Kr) Cr, blue = Y + 2 (1 - Kb) Cb, green by Y = Kr R + Kg G + Kb B;
// limited range spreads 219 steps of luma and 224 of chroma over 255.
void yuv_coefficients(const Spec& s, Coefficients& out) {
    const double kr = s.matrix == 709 ? 0.2126 : 0.299;
    const double kb = s.matrix == 709 ? 0.0722 : 0.114;
    const double kg = 1 - kr - kb;
    const double luma = s.fullRange ? 1 : 255.0 / 219;
    const double chroma = (s.fullRange ? 1 : 255.0 / 224) / ONE;
    out.luma_gain = static_cast<float>(luma / ONE);
    out.luma_shift = static_cast<float>(luma * (CENTRE - (s.fullRange ? 0 : 16)));
    const double red = 2 * (1 - kr) * chroma;
    const double blue = 2 * (1 - kb) * chroma;
    out.first_chroma = static_cast<float>(s.bgr ? blue : red);
    out.last_chroma = static_cast<float>(s.bgr ? red : blue);
    out.green_first = static_cast<float>(s.bgr ? -blue * kb / kg : -red * kr / kg);
    out.green_last = static_cast<float>(s.bgr ? -red * kr / kg : -blue * kb / kg);
}

// Luma, Cb or Cr of a YUV format; red, green or blue of a packed one; the only one of a grey one.
Component component(const Spec& s, int i) {
    Component c = {};
    switch (s.format) {
        case SACCADE_GRAY8: c = {0, 0, 0, 1, 0}; break;
        case SACCADE_BGR24: c = {0, 0, 0, 3, 2 - i}; break;
        case SACCADE_RGB24: c = {0, 0, 0, 3, i}; break;
        case SACCADE_NV12: c = i == 0 ? Component{0, 0, 0, 1, 0} : Component{1, 1, 1, 2, i - 1}; break;
        case SACCADE_I420: c = i == 0 ? Component{0, 0, 0, 1, 0} : Component{i, 1, 1, 1, 0}; break;
        default: {
            const int chroma = s.format == SACCADE_UYVY ? 0 : 1;
            c = i == 0 ? Component{0, 0, 0, 2, 1 - chroma}
                       : Component{0, 1, 0, 4, chroma + 2 * (i - 1)};
        }
    }
    c.offset += (s.cropX >> c.x_shift) * c.step;
    return c;
}

// Whether every place lies in the frame, its second taps too.
bool are_inside(const Spec& s) {
    const Place* places = reinterpret_cast<const Place*>(s.places);
    const size_t count = static_cast<size_t>(s.placeWidth) * s.placeHeight;
    for (size_t i = 0; i < count; i++) {
        const Place& p = places[i];
        if (p.column == NOWHERE) continue;
        const uint32_t x = p.column >> TAP_SHIFT, wx = p.column & TAP_WEIGHT;
        const uint32_t y = p.row >> TAP_SHIFT, wy = p.row & TAP_WEIGHT;
        if (wx >= COLUMN_ONE || wy >= ROW_ONE) return false;
        if (x + (wx != 0) >= static_cast<uint32_t>(s.srcWidth)) return false;
        if (y + (wy != 0) >= static_cast<uint32_t>(s.srcHeight)) return false;
    }
    return true;
}

}  // namespace

void components(const Spec& s, Component out[3]) {
    const bool yuv = is_yuv(s.format);
    const bool to_grey = lanes_of(s) == LANES_COLOUR_TO_GREY;
    // Channel 0 is driven by Cr where it is red.
    const bool swap = yuv ? !s.bgr : s.bgr && !to_grey;
    for (int lane = 0; lane < 3; lane++) {
        const int swapped = yuv ? (lane == 0 ? 0 : 3 - lane) : 2 - lane;
        out[lane] = component(s, swap ? swapped : lane);
    }
}

bool is_valid(const Spec& s) {
    if (!within(s.format, SACCADE_BGR24, SACCADE_UYVY)) return false;
    if (is_yuv(s.format) && ((s.matrix != 601 && s.matrix != 709) || s.cropX % 2 != 0)) return false;
    if (is_420(s.format) && s.cropY % 2 != 0) return false;
    if (!within(s.srcWidth, 1, MAX_SIDE) || !within(s.srcHeight, 1, MAX_SIDE)) return false;
    if (!within(s.dstWidth, 1, MAX_SIDE) || !within(s.dstHeight, 1, MAX_SIDE)) return false;
    if (!within(s.cropX, 0, s.srcWidth - 1) || !within(s.cropWidth, 1, s.srcWidth - s.cropX)) return false;
    if (!within(s.cropY, 0, s.srcHeight - 1) || !within(s.cropHeight, 1, s.srcHeight - s.cropY)) return false;
    if (!within(s.placeX, 0, s.dstWidth - 1) || !within(s.placeWidth, 1, s.dstWidth - s.placeX)) return false;
    if (!within(s.placeY, 0, s.dstHeight - 1) || !within(s.placeHeight, 1, s.dstHeight - s.placeY)) return false;
    if (s.channels != 1 && s.channels != 3 && s.channels != 4) return false;
    if (!within(s.layout, SACCADE_NCHW, SACCADE_NHWC) || !within(s.type, SACCADE_FLOAT32, SACCADE_UINT8)) return false;
    const bool whole = s.cropX == 0 && s.cropY == 0 && s.cropWidth == s.srcWidth && s.cropHeight == s.srcHeight;
    return !s.places || (whole && are_inside(s));
}

bool accepts(const Spec& s, const uint8_t* const planes[3], const int strides[3]) {
    const int chroma_width = (s.srcWidth + 1) / 2;
    switch (s.format) {
        case SACCADE_GRAY8: return planes[0] && strides[0] >= s.srcWidth;
        case SACCADE_NV12:
            return planes[0] && planes[1] && strides[0] >= s.srcWidth && strides[1] >= 2 * chroma_width;
        case SACCADE_I420:
            return planes[0] && planes[1] && planes[2] && strides[0] >= s.srcWidth && strides[1] >= chroma_width
                && strides[2] >= chroma_width;
        case SACCADE_YUYV:
        case SACCADE_UYVY: return planes[0] && strides[0] >= 4 * chroma_width;
        default: return planes[0] && strides[0] >= 3 * s.srcWidth;
    }
}

Lanes lanes_of(const Spec& s) {
    if (is_yuv(s.format)) return s.channels == 1 ? LANES_LUMA : LANES_YUV;
    return s.channels == 1 && s.format != SACCADE_GRAY8 ? LANES_COLOUR_TO_GREY : LANES_COLOUR;
}

Coefficients coefficients_of(const Spec& s) {
    const Lanes lanes = lanes_of(s);
    Coefficients out = {};
    // Luma of BT.601, as a grey picture is commonly made from red, green and blue.
    const double grey[3] = {0.299, 0.587, 0.114};
    for (int c = 0; c < 3; c++) {
        if (lanes == LANES_COLOUR) {
            out.gain[c] = static_cast<float>(s.scale[c] / ONE);
            out.shift[c] = static_cast<float>(s.bias[c] + CENTRE * s.scale[c]);
        } else if (lanes == LANES_COLOUR_TO_GREY) {
            out.gain[c] = static_cast<float>(grey[c] * s.scale[0] / ONE);
            out.shift[c] = static_cast<float>(s.bias[0] + CENTRE * s.scale[0]);
        } else {
            out.gain[c] = s.scale[c];
            out.shift[c] = s.bias[c];
        }
    }
    if (is_yuv(s.format)) yuv_coefficients(s, out);
    return out;
}

float pad_value(const Spec& s, int c) { return c == 3 ? s.bias[3] : s.pad * s.scale[c] + s.bias[c]; }

int element_bytes(int type) { return type == SACCADE_FLOAT32 ? 4 : type == SACCADE_FLOAT16 ? 2 : 1; }

void tap(int i, int from, int to, int one, int& first, int& second_weight) {
    double at = (i + 0.5) * from / to - 0.5;
    if (at < 0) at = 0;
    if (at > from - 1) at = from - 1;
    first = static_cast<int>(at);
    second_weight = static_cast<int>(lrint((at - first) * one));
    if (second_weight == one) {
        first++;
        second_weight = 0;
    }
}

}  // namespace saccade
