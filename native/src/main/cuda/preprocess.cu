// One frame to one tensor in one launch, padding included. Every byte of the tensor is written once, in groups that lie
// side by side; the frame is read through the read-only path, where the taps that neighbouring pixels share meet in the
// first-level cache. The tables hold what would take double precision, which small devices are slow at.
#include "../cpp/arithmetic/finish.h"
#include "../cpp/arithmetic/half.h"
#include "../cpp/arithmetic/rounding.h"
#include "../cpp/arithmetic/taps.h"
#include "device.h"
#include "preprocess_parameters.h"

namespace saccade {
namespace {

constexpr int PIXELS = PREPROCESS_PIXELS;

// The two source rows of one lane.
struct SourceRows {
    const uint8_t* top;
    const uint8_t* bottom;
    int32_t x_shift;
    int32_t step;
};

DEVICE SourceRows source_rows(const PreprocessParameters& p, int lane, int top, int bottom) {
    const Component& c = p.component[lane];
    const saccade_gpu_frame* frame = reinterpret_cast<const saccade_gpu_frame*>(p.frame);
    const uint8_t* plane = reinterpret_cast<const uint8_t*>(frame->plane[c.plane]) + c.offset;
    const int64_t stride = frame->stride[c.plane];
    return {plane + (top >> c.y_shift) * stride, plane + (bottom >> c.y_shift) * stride, c.x_shift, c.step};
}

DEVICE int16_t sample(const SourceRows& rows, int x, int row_weight) {
    const int at = (x >> rows.x_shift) * rows.step;
    return blend(read(rows.top + at), read(rows.bottom + at), 256 - row_weight, row_weight);
}

// A tap of weight 0 may lie outside the image: the first one is read twice.
DEVICE int32_t lane_at(const SourceRows& rows, uint32_t column, int row_weight) {
    const int x = static_cast<int>(column >> TAP_SHIFT);
    const int weight = static_cast<int>(column & TAP_WEIGHT);
    return weigh_pair(sample(rows, x, row_weight), sample(rows, x + (weight != 0), row_weight), weight);
}

template <typename Finish>
DEVICE Three<float> pixel(const SourceRows rows[Finish::LANES], const Finish& finish, uint32_t column, int row_weight) {
    Three<int32_t> lanes = {};
    lanes.first = lane_at(rows[0], column, row_weight);
    if (Finish::LANES == 3) {
        lanes.second = lane_at(rows[Finish::LANES / 2], column, row_weight);
        lanes.third = lane_at(rows[Finish::LANES - 1], column, row_weight);
    }
    return finish(lanes);
}

template <typename Finish>
DEVICE void find_rows(const PreprocessParameters& p, uint32_t tap, SourceRows rows[Finish::LANES]) {
    const int top = static_cast<int>(tap >> TAP_SHIFT);
    const int bottom = top + ((tap & TAP_WEIGHT) != 0);
#pragma unroll
    for (int lane = 0; lane < Finish::LANES; lane++) rows[lane] = source_rows(p, lane, top, bottom);
}

// What of the group of pixels from x on in row y lies in the image. What lies beside it is made from the image's edge
// and not used, so that nothing branches and all loads of a group are under way at once. MAPPED: each pixel has a place
// of its own in the frame, or none.
template <typename Finish, int CHANNELS, bool MAPPED>
DEVICE void image_pixels(const PreprocessParameters& p, int x, int y, float values[PIXELS][CHANNELS]) {
    const int row = y - p.place_y;
    if (row < 0 || row >= p.place_height) return;
    SourceRows rows[Finish::LANES];
    uint32_t row_tap = 0;
    if (!MAPPED) {
        row_tap = read(reinterpret_cast<const uint32_t*>(p.rows) + row);
        find_rows<Finish>(p, row_tap, rows);
    }
    const uint32_t* places = reinterpret_cast<const uint32_t*>(p.places) + 2 * static_cast<int64_t>(row) * p.place_width;
    const Finish finish(p.coefficients);
#pragma unroll
    for (int i = 0; i < PIXELS; i++) {
        const int column = x + i - p.place_x;
        const int last = p.place_width - 1;
        const int at = column < 0 ? 0 : column > last ? last : column;
        uint32_t tap = MAPPED ? read(places + 2 * at) : read(reinterpret_cast<const uint32_t*>(p.columns) + at);
        const bool inside = column == at && (!MAPPED || tap != NOWHERE);
        if (MAPPED) {
            tap = inside ? tap : 0;
            row_tap = inside ? read(places + 2 * at + 1) : 0;
            find_rows<Finish>(p, row_tap, rows);
        }
        const Three<float> channels = pixel(rows, finish, tap, static_cast<int>(row_tap & TAP_WEIGHT));
        values[i][0] = inside ? channels.first : values[i][0];
        if (Finish::CHANNELS == 3) {
            values[i][CHANNELS < 3 ? 0 : 1] = inside ? channels.second : values[i][CHANNELS < 3 ? 0 : 1];
            values[i][CHANNELS < 3 ? 0 : 2] = inside ? channels.third : values[i][CHANNELS < 3 ? 0 : 2];
        }
    }
}

struct alignas(16) Words4 {
    uint32_t a, b, c, d;
};

struct alignas(8) Words2 {
    uint32_t a, b;
};

DEVICE uint32_t two_halves(float low, float high) {
    return half_bits(low) | static_cast<uint32_t>(half_bits(high)) << 16;
}

// Four values side by side, on a boundary of their size.
DEVICE void put_group(uint8_t* at, int element, float a, float b, float c, float d) {
    if (element == 4) {
        *reinterpret_cast<Words4*>(at) = {bits_as<uint32_t>(a), bits_as<uint32_t>(b), bits_as<uint32_t>(c),
                                          bits_as<uint32_t>(d)};
    } else if (element == 2) {
        *reinterpret_cast<Words2*>(at) = {two_halves(a, b), two_halves(c, d)};
    } else {
        *reinterpret_cast<uint32_t*>(at) = byte_of(a) | static_cast<uint32_t>(byte_of(b)) << 8
                                         | static_cast<uint32_t>(byte_of(c)) << 16
                                         | static_cast<uint32_t>(byte_of(d)) << 24;
    }
}

DEVICE void put(uint8_t* at, int element, float v) {
    if (element == 4) {
        *reinterpret_cast<float*>(at) = v;
    } else if (element == 2) {
        *reinterpret_cast<uint16_t*>(at) = half_bits(v);
    } else {
        *at = byte_of(v);
    }
}

template <int CHANNELS>
DEVICE void store(const PreprocessParameters& p, int x, int y, const float values[PIXELS][CHANNELS]) {
    uint8_t* tensor = reinterpret_cast<uint8_t*>(p.tensor);
    const int element = p.element;
    const int64_t width = p.width;
    const int64_t plane = width * p.height;
    const int64_t first = width * y + x;
    if (width % PIXELS == 0 && p.tensor % 16 == 0) {
        // As many groups as channels, whichever way they lie.
#pragma unroll
        for (int g = 0; g < CHANNELS; g++) {
            if (p.interleaved) {
                const float* flat = &values[0][0] + g * PIXELS;
                put_group(tensor + (first * CHANNELS + g * PIXELS) * element, element, flat[0], flat[1], flat[2], flat[3]);
            } else {
                put_group(tensor + (first + g * plane) * element, element, values[0][g], values[1][g], values[2][g],
                          values[3][g]);
            }
        }
        return;
    }
#pragma unroll
    for (int i = 0; i < PIXELS; i++) {
        if (x + i >= p.width) return;
#pragma unroll
        for (int c = 0; c < CHANNELS; c++) {
            const int64_t at = p.interleaved ? (first + i) * CHANNELS + c : first + i + c * plane;
            put(tensor + at * element, element, values[i][c]);
        }
    }
}

// The last block to end says when; it leaves the count as it was before.
DEVICE void stamp_end(const PreprocessParameters& p) {
    barrier();
    if (thread().x != 0 || thread().y != 0) return;
    uint32_t* finished = reinterpret_cast<uint32_t*>(p.finished);
    if (atomic_add(finished, 1u) + 1 != blocks().x * blocks().y) return;
    *finished = 0;
    reinterpret_cast<saccade_gpu_result*>(p.result)->preprocessed_ns = clock_ns();
}

template <typename Finish, int CHANNELS, bool MAPPED = false>
DEVICE void preprocess(const PreprocessParameters& p) {
    const bool is_first = block().x == 0 && block().y == 0 && thread().x == 0 && thread().y == 0;
    if (p.result && is_first) reinterpret_cast<saccade_gpu_result*>(p.result)->begun_ns = clock_ns();
    const int x = static_cast<int>(block().x * threads().x + thread().x) * PIXELS;
    const int y = static_cast<int>(block().y * threads().y + thread().y);
    if (x < p.width && y < p.height) {
        float values[PIXELS][CHANNELS];
#pragma unroll
        for (int i = 0; i < PIXELS; i++) {
#pragma unroll
            for (int c = 0; c < CHANNELS; c++) values[i][c] = p.pad[c];
        }
        image_pixels<Finish, CHANNELS, MAPPED>(p, x, y, values);
        store<CHANNELS>(p, x, y, values);
    }
    if (p.result) stamp_end(p);
}

}  // namespace

#define PREPROCESS(name) KERNEL_OF(PREPROCESS_COLUMNS * PREPROCESS_ROWS, name, PreprocessParameters)

PREPROCESS(preprocess_colour_3) { preprocess<ColourFinish<Scalar>, 3>(p); }
PREPROCESS(preprocess_colour_4) { preprocess<ColourFinish<Scalar>, 4>(p); }
PREPROCESS(preprocess_yuv_3) { preprocess<YuvFinish<Scalar>, 3>(p); }
PREPROCESS(preprocess_yuv_4) { preprocess<YuvFinish<Scalar>, 4>(p); }
PREPROCESS(preprocess_single_1) { preprocess<SingleFinish<Scalar>, 1>(p); }
PREPROCESS(preprocess_grey_1) { preprocess<GreyFinish<Scalar>, 1>(p); }
PREPROCESS(preprocess_luma_1) { preprocess<LumaFinish<Scalar>, 1>(p); }

PREPROCESS(preprocess_mapped_colour_3) { preprocess<ColourFinish<Scalar>, 3, true>(p); }
PREPROCESS(preprocess_mapped_colour_4) { preprocess<ColourFinish<Scalar>, 4, true>(p); }
PREPROCESS(preprocess_mapped_yuv_3) { preprocess<YuvFinish<Scalar>, 3, true>(p); }
PREPROCESS(preprocess_mapped_yuv_4) { preprocess<YuvFinish<Scalar>, 4, true>(p); }
PREPROCESS(preprocess_mapped_single_1) { preprocess<SingleFinish<Scalar>, 1, true>(p); }
PREPROCESS(preprocess_mapped_grey_1) { preprocess<GreyFinish<Scalar>, 1, true>(p); }
PREPROCESS(preprocess_mapped_luma_1) { preprocess<LumaFinish<Scalar>, 1, true>(p); }

#undef PREPROCESS

}  // namespace saccade
