// One frame to one tensor, row by row: blend two source rows, weigh columns, finish, store. The blended row and the
// tables stay in the first-level cache; source and destination are each touched once.
#include "entries.h"
#include "finish.h"
#include "horizontal.h"
#include "mapped.h"
#include "pack.h"
#include "vertical.h"

namespace saccade {
namespace {

// Where rows of the destination lie.
struct Target {
    uint8_t* base;
    size_t row_bytes;    // one row of one plane, or of interleaved pixels
    size_t plane_bytes;  // from channel to channel (NCHW)

    Target(const Plan& p, void* dst) : base(static_cast<uint8_t*>(dst)) {
        const saccade_preprocess_spec& s = p.spec;
        const size_t values = static_cast<size_t>(s.dstWidth) * (s.layout == SACCADE_NHWC ? s.channels : 1);
        row_bytes = values * p.element;
        plane_bytes = row_bytes * s.dstHeight;
    }
};

void pad_rows(const Plan& p, const Target& t, int from, int to) {
    const saccade_preprocess_spec& s = p.spec;
    const int planes = s.layout == SACCADE_NCHW ? s.channels : 1;
    for (int c = 0; c < planes; c++) {
        for (int y = from; y < to; y++) {
            memcpy(t.base + c * t.plane_bytes + y * t.row_bytes, p.pad_row + c * t.row_bytes, t.row_bytes);
        }
    }
}

// What lies left and right of the image in row y.
void pad_sides(const Plan& p, const Target& t, int y) {
    const saccade_preprocess_spec& s = p.spec;
    if (s.placeWidth == s.dstWidth) return;
    const int planes = s.layout == SACCADE_NCHW ? s.channels : 1;
    const size_t pixel = t.row_bytes / s.dstWidth;
    const size_t left = s.placeX * pixel;
    const size_t right = (static_cast<size_t>(s.placeX) + s.placeWidth) * pixel;
    for (int c = 0; c < planes; c++) {
        uint8_t* row = t.base + c * t.plane_bytes + y * t.row_bytes;
        const uint8_t* pad = p.pad_row + c * t.row_bytes;
        memcpy(row, pad, left);
        memcpy(row + right, pad + right, t.row_bytes - right);
    }
}

void interleave_chroma(const uint8_t* __restrict cb, const uint8_t* __restrict cr, uint8_t* __restrict out, int n) {
    for (int i = 0; i < n; i++) {
        out[2 * i] = cb[i];
        out[2 * i + 1] = cr[i];
    }
}

// The blended row of destination row y.
void blend_source(const Plan& p, const uint8_t* const planes[3], const int strides[3], int y) {
    const saccade_preprocess_spec& s = p.spec;
    const RowTap tap = p.rows[y];
    const uint8_t* const first[2] = {planes[0] + static_cast<size_t>(tap.top) * strides[0] + p.row_x,
                                     planes[0] + static_cast<size_t>(tap.bottom) * strides[0] + p.row_x};
    if (s.format != SACCADE_NV12 && s.format != SACCADE_I420) {
        blend_row(first[0], first[1], p.row_bytes, tap.top_weight, tap.bottom_weight, p.row);
        return;
    }
    const uint8_t* chroma[2];
    const int source[2] = {tap.top / 2, tap.bottom / 2};
    for (int k = 0; k < 2; k++) {
        if (s.format == SACCADE_NV12) {
            chroma[k] = planes[1] + static_cast<size_t>(source[k]) * strides[1] + s.cropX;
        } else {
            interleave_chroma(planes[1] + static_cast<size_t>(source[k]) * strides[1] + s.cropX / 2,
                              planes[2] + static_cast<size_t>(source[k]) * strides[2] + s.cropX / 2, p.chroma[k],
                              (s.cropWidth + 1) / 2);
            chroma[k] = p.chroma[k];
        }
    }
    blend_planar_row(first, chroma, p.row_bytes, tap.top_weight, tap.bottom_weight, p.row);
}

inline void store_part(float* out, Floats v, int n) { memcpy(out, &v, sizeof(float) * n); }

// One destination row of floats per channel. out[c] must hold placeWidth values, and no more.
template <int REGISTERS, typename Finish>
void finish_columns(const Plan& plan, const Finish& coefficients, float* const out[3]) {
    // Copies, so that nothing that is stored can change what is read.
    const Plan p = plan;
    const Finish finish = coefficients;
    const int width = p.spec.placeWidth;
    float *a = out[0], *b = out[1], *c = out[2];
    int x = 0;
    for (int block = 0; block < p.blocks; block++) {
        for (int step = 0; step < STEPS; step++, x += LANES_PER_VECTOR) {
            const Three<Floats> values = finish(lanes_of<Finish::LANES, REGISTERS>(p, p.row, block, step));
            const int n = width - x;
            if (n >= LANES_PER_VECTOR) {
                store(a + x, values.first);
                if (Finish::CHANNELS == 3) {
                    store(b + x, values.second);
                    store(c + x, values.third);
                }
            } else if (n > 0) {
                store_part(a + x, values.first, n);
                if (Finish::CHANNELS == 3) {
                    store_part(b + x, values.second, n);
                    store_part(c + x, values.third, n);
                }
            }
        }
    }
}

template <typename Finish>
void finish_row(const Plan& p, const Finish& finish, float* const out[3]) {
    switch (SACCADE_LEVEL == 4 ? p.registers : 0) {
        case 2: finish_columns<2>(p, finish, out); break;
        case 3: finish_columns<3>(p, finish, out); break;
        case 4: finish_columns<4>(p, finish, out); break;
        default: finish_columns<0>(p, finish, out); break;
    }
}

// As finish_columns, of accumulators that lie there already.
template <typename Finish>
void finish_sums(const Plan& plan, const Finish& coefficients, float* const out[3]) {
    const Plan p = plan;
    const Finish finish = coefficients;
    const int width = p.spec.placeWidth;
    for (int x = 0; x < width; x += LANES_PER_VECTOR) {
        Lanes3 sums = {};
        sums.first = load_ints(p.lane_sums[0] + x);
        if (Finish::LANES == 3) {
            sums.second = load_ints(p.lane_sums[1] + x);
            sums.third = load_ints(p.lane_sums[2] + x);
        }
        const Three<Floats> values = finish(sums);
        const int n = width - x < LANES_PER_VECTOR ? width - x : LANES_PER_VECTOR;
        store_part(out[0] + x, values.first, n);
        if (Finish::CHANNELS == 3) {
            store_part(out[1] + x, values.second, n);
            store_part(out[2] + x, values.third, n);
        }
    }
}

// Puts one row of floats where and how the tensor wants it.
void pack_row(const Plan& p, const Target& t, int y) {
    const saccade_preprocess_spec& s = p.spec;
    const int n = s.placeWidth;
    float* const* lane = p.lane_rows;
    if (s.layout == SACCADE_NCHW) {
        uint8_t* at = t.base + y * t.row_bytes + static_cast<size_t>(s.placeX) * p.element;
        for (int c = 0; c < s.channels && c < 3; c++) to_type(lane[c], at + c * t.plane_bytes, n, s.type);
        if (s.channels == 4) {
            const size_t constant = 3 * t.row_bytes + static_cast<size_t>(s.placeX) * p.element;
            memcpy(at + 3 * t.plane_bytes, p.pad_row + constant, static_cast<size_t>(n) * p.element);
        }
        return;
    }
    uint8_t* at = t.base + y * t.row_bytes + static_cast<size_t>(s.placeX) * s.channels * p.element;
    if (s.channels == 1) {
        to_type(lane[0], at, n, s.type);
        return;
    }
    float* pixels = s.type == SACCADE_FLOAT32 ? reinterpret_cast<float*>(at) : p.pixels;
    if (s.channels == 3) {
        interleave3(lane[0], lane[1], lane[2], pixels, n);
    } else {
        interleave4(lane[0], lane[1], lane[2], s.bias[3], pixels, n);
    }
    if (s.type != SACCADE_FLOAT32) to_type(pixels, at, n * s.channels, s.type);
}

// The floats of row i of the image, from what was blended or gathered.
template <typename Finish>
void image_row(const Plan& p, const Finish& finish, int i, float* const out[3]) {
    if (!p.spec.places) {
        finish_row(p, finish, out);
        return;
    }
    finish_sums(p, finish, out);
    const saccade_preprocess_spec& s = p.spec;
    const float pad[3] = {s.pad * s.scale[0] + s.bias[0], s.pad * s.scale[1] + s.bias[1], s.pad * s.scale[2] + s.bias[2]};
    pad_nowhere(p, i, pad, Finish::CHANNELS, out);
}

template <typename Finish>
void image(const Plan& p, const Target& t, const uint8_t* const planes[3], const int strides[3]) {
    const saccade_preprocess_spec& s = p.spec;
    const Finish finish(p.coefficients);
    const bool direct = s.layout == SACCADE_NCHW && s.type == SACCADE_FLOAT32 && s.channels != 4;
    for (int i = 0; i < s.placeHeight; i++) {
        const int y = s.placeY + i;
        if (p.spec.places) {
            gather_row<Finish::LANES>(p, planes, strides, i);
        } else {
            blend_source(p, planes, strides, i);
        }
        if (direct) {
            float* at = reinterpret_cast<float*>(t.base + y * t.row_bytes) + s.placeX;
            const size_t plane = s.channels == 1 ? 0 : t.plane_bytes / sizeof(float);
            float* const out[3] = {at, at + plane, at + 2 * plane};
            image_row(p, finish, i, out);
        } else {
            image_row(p, finish, i, p.lane_rows);
            pack_row(p, t, y);
        }
        pad_sides(p, t, y);
    }
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int preprocess(const Plan& p, const uint8_t* const planes[3], const int strides[3], void* dst) {
    const saccade_preprocess_spec& s = p.spec;
    const Target t(p, dst);
    pad_rows(p, t, 0, s.placeY);
    switch (p.lanes) {
        case LANES_YUV: image<YuvFinish<Vector>>(p, t, planes, strides); break;
        case LANES_LUMA: image<LumaFinish<Vector>>(p, t, planes, strides); break;
        case LANES_COLOUR_TO_GREY: image<GreyFinish<Vector>>(p, t, planes, strides); break;
        case LANES_COLOUR:
            if (s.channels == 1) {
                image<SingleFinish<Vector>>(p, t, planes, strides);
            } else {
                image<ColourFinish<Vector>>(p, t, planes, strides);
            }
            break;
    }
    pad_rows(p, t, s.placeY + s.placeHeight, s.dstHeight);
    return ran(PREPROCESS);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
