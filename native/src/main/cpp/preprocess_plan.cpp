#include "preprocess_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "half.h"

namespace saccade {
namespace {

constexpr int MAX_SIDE = 32768;
constexpr int ROW_PAD = 64;  // values past a blended row that a vector load may touch
constexpr double ONE = 256.0 * 16384.0;  // accumulator of one step of an 8-bit pixel: row weights x column weights
constexpr double CENTRE = 128.0;         // rows are blended around it, so that sums fit 16 signed bits

bool is_yuv(int format) { return format >= SACCADE_NV12; }
bool is_420(int format) { return format == SACCADE_NV12 || format == SACCADE_I420; }

bool within(int v, int low, int high) { return v >= low && v <= high; }

bool valid(const saccade_preprocess_spec& s) {
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
    return within(s.layout, SACCADE_NCHW, SACCADE_NHWC) && within(s.type, SACCADE_FLOAT32, SACCADE_UINT8);
}

// Source position of a destination position: half-pixel centres, edges repeated.
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

void row_taps(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    for (int y = 0; y < s.placeHeight; y++) {
        int first, weight;
        tap(y, s.cropHeight, s.placeHeight, 256, first, weight);
        // A weight of 256 does not fit a byte: a row that stands alone is blended with itself, half and half.
        const bool alone = weight == 0;
        p.rows[y].top = s.cropY + first;
        p.rows[y].bottom = s.cropY + first + (alone ? 0 : 1);
        p.rows[y].top_weight = static_cast<uint8_t>(alone ? 128 : 256 - weight);
        p.rows[y].bottom_weight = static_cast<uint8_t>(alone ? 128 : weight);
    }
}

// Which two of the eight values at a pixel's offset feed a lane.
struct Pair {
    int near;
    int far;
};

// 4:2:2 order of the blended row: luma at luma, luma + 2, ...; chroma, each shared by two pixels, between them.
Pair luma_pair(int luma, bool odd) { return odd ? Pair{luma + 2, luma + 4} : Pair{luma, luma + 2}; }
Pair chroma_pair(int chroma, bool odd) { return odd ? Pair{chroma, chroma + 4} : Pair{chroma, chroma}; }

int lane_pairs(const Plan& p, bool odd, Pair out[3]) {
    const saccade_preprocess_spec& s = p.spec;
    if (s.format == SACCADE_GRAY8) {
        out[0] = out[1] = out[2] = {0, 1};
        return s.channels == 1 ? 1 : 3;
    }
    if (is_yuv(s.format)) {
        const bool uyvy = s.format == SACCADE_UYVY;
        const Pair cb = chroma_pair(uyvy ? 0 : 1, odd);
        const Pair cr = chroma_pair(uyvy ? 2 : 3, odd);
        out[0] = luma_pair(uyvy ? 1 : 0, odd);
        out[1] = s.bgr ? cb : cr;
        out[2] = s.bgr ? cr : cb;
        return s.channels == 1 ? 1 : 3;
    }
    // A grey destination weighs red, green, blue in this order.
    const bool swap = (s.format == SACCADE_BGR24) != (s.channels == 1 ? false : s.bgr != 0);
    for (int c = 0; c < 3; c++) {
        const int from = swap ? 2 - c : c;
        out[c] = {from, 3 + from};
    }
    return 3;
}

void column_taps(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    const int step = s.format == SACCADE_GRAY8 ? 1 : 3;
    for (int at = 0; at < p.blocks * BLOCK; at++) {
        const int x = at < s.placeWidth ? at : s.placeWidth - 1;
        int first, weight;
        tap(x, s.cropWidth, s.placeWidth, 16384, first, weight);
        const bool odd = is_yuv(s.format) && first % 2 != 0;
        p.offset[at] = is_yuv(s.format) ? first / 2 * 4 : first * step;
        Pair pairs[3];
        const int lanes = lane_pairs(p, odd, pairs);
        const int in_block = at % BLOCK;
        const int entry = at / BLOCK * BLOCK + in_block % 4 * 4 + in_block / 4;
        for (int lane = 0; lane < 4; lane++) {
            uint8_t* mask = p.mask + 16 * entry + 4 * lane;
            int16_t* weights = p.weight + 8 * entry + 2 * lane;
            if (lane < lanes) {
                mask[0] = static_cast<uint8_t>(2 * pairs[lane].near);
                mask[1] = static_cast<uint8_t>(2 * pairs[lane].near + 1);
                mask[2] = static_cast<uint8_t>(2 * pairs[lane].far);
                mask[3] = static_cast<uint8_t>(2 * pairs[lane].far + 1);
            } else {
                memset(mask, 0x80, 4);
            }
            weights[0] = static_cast<int16_t>(16384 - weight);
            weights[1] = static_cast<int16_t>(weight);
        }
    }
}

// ITU-R BT.601-7 and BT.709-6: red = Y + 2 (1 - Kr) Cr, blue = Y + 2 (1 - Kb) Cb, green by Y = Kr R + Kg G + Kb B;
// limited range spreads 219 steps of luma and 224 of chroma over 255.
void yuv_coefficients(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    const double kr = s.matrix == 709 ? 0.2126 : 0.299;
    const double kb = s.matrix == 709 ? 0.0722 : 0.114;
    const double kg = 1 - kr - kb;
    const double luma = s.fullRange ? 1 : 255.0 / 219;
    const double chroma = (s.fullRange ? 1 : 255.0 / 224) / ONE;
    p.luma_gain = static_cast<float>(luma / ONE);
    p.luma_shift = static_cast<float>(luma * (CENTRE - (s.fullRange ? 0 : 16)));
    const double red = 2 * (1 - kr) * chroma;
    const double blue = 2 * (1 - kb) * chroma;
    p.first_chroma = static_cast<float>(s.bgr ? blue : red);
    p.last_chroma = static_cast<float>(s.bgr ? red : blue);
    p.green_first = static_cast<float>(s.bgr ? -blue * kb / kg : -red * kr / kg);
    p.green_last = static_cast<float>(s.bgr ? -red * kr / kg : -blue * kb / kg);
}

void value_coefficients(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    // Luma of BT.601, as a grey picture is commonly made from red, green and blue.
    const double grey[3] = {0.299, 0.587, 0.114};
    for (int c = 0; c < 3; c++) {
        if (p.lanes == LANES_COLOUR) {
            p.gain[c] = static_cast<float>(s.scale[c] / ONE);
            p.shift[c] = static_cast<float>(s.bias[c] + CENTRE * s.scale[c]);
        } else if (p.lanes == LANES_COLOUR_TO_GREY) {
            p.gain[c] = static_cast<float>(grey[c] * s.scale[0] / ONE);
            p.shift[c] = static_cast<float>(s.bias[0] + CENTRE * s.scale[0]);
        } else {
            p.gain[c] = s.scale[c];
            p.shift[c] = s.bias[c];
        }
    }
    if (is_yuv(s.format)) yuv_coefficients(p);
}

void put(uint8_t* at, int type, float v) {
    if (type == SACCADE_FLOAT32) {
        memcpy(at, &v, 4);
    } else if (type == SACCADE_FLOAT16) {
        const uint16_t h = half_bits(v);
        memcpy(at, &h, 2);
    } else {
        at[0] = static_cast<uint8_t>(lrintf(v > 0 ? (v < 255 ? v : 255) : 0));
    }
}

void padding(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    for (int x = 0; x < s.dstWidth; x++) {
        for (int c = 0; c < s.channels; c++) {
            const float v = c == 3 ? s.bias[3] : s.pad * s.scale[c] + s.bias[c];
            const size_t at = s.layout == SACCADE_NCHW ? static_cast<size_t>(c) * s.dstWidth + x
                                                       : static_cast<size_t>(x) * s.channels + c;
            put(p.pad_row + at * p.element, s.type, v);
        }
    }
}

// Hands out pieces of one block, on cache-line boundaries; with no block it only counts.
struct Arena {
    uint8_t* base;
    size_t used;

    template <typename T>
    void take(T*& piece, size_t count) {
        if (base) piece = reinterpret_cast<T*>(base + used);
        used += (count * sizeof(T) + 63) / 64 * 64;
    }
};

void lay_out(Plan& p, Arena& arena) {
    const saccade_preprocess_spec& s = p.spec;
    const size_t columns = static_cast<size_t>(p.blocks) * BLOCK;
    arena.take(p.rows, s.placeHeight);
    arena.take(p.offset, columns);
    arena.take(p.mask, columns * 16);
    arena.take(p.weight, columns * 8);
    arena.take(p.row, static_cast<size_t>(s.cropWidth + 1) * 3 + ROW_PAD);
    for (uint8_t*& row : p.chroma) arena.take(row, s.format == SACCADE_I420 ? s.cropWidth + 1 : 0);
    for (float*& row : p.lane_rows) arena.take(row, columns);
    arena.take(p.pixels, columns * 4);
    arena.take(p.pad_row, static_cast<size_t>(s.dstWidth) * s.channels * p.element);
}

}  // namespace

bool accepts(const Plan& p, const uint8_t* const planes[3], const int strides[3]) {
    const saccade_preprocess_spec& s = p.spec;
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

}  // namespace saccade

int64_t saccade_preprocess_create(const saccade_preprocess_spec* spec) {
    using namespace saccade;
    if (!spec || !valid(*spec)) return 0;
    Plan plan = {};
    plan.spec = *spec;
    const saccade_preprocess_spec& s = plan.spec;
    plan.lanes = is_yuv(s.format)                                      ? (s.channels == 1 ? LANES_LUMA : LANES_YUV)
                 : s.channels == 1 && s.format != SACCADE_GRAY8 ? LANES_COLOUR_TO_GREY
                                                                       : LANES_COLOUR;
    const bool packed_yuv = s.format == SACCADE_YUYV || s.format == SACCADE_UYVY;
    const int pixel_bytes = packed_yuv ? 2 : is_yuv(s.format) || s.format == SACCADE_GRAY8 ? 1 : 3;
    plan.row_x = s.cropX * pixel_bytes;
    plan.row_bytes = packed_yuv ? (s.cropWidth + 1) / 2 * 4 : s.cropWidth * pixel_bytes;
    plan.blocks = (s.placeWidth + BLOCK - 1) / BLOCK;
    plan.element = s.type == SACCADE_FLOAT32 ? 4 : s.type == SACCADE_FLOAT16 ? 2 : 1;

    Arena arena = {nullptr, (sizeof(Plan) + 63) / 64 * 64};
    lay_out(plan, arena);
    void* block;
    if (posix_memalign(&block, 64, arena.used) != 0) return 0;
    memset(block, 0, arena.used);
    arena = {static_cast<uint8_t*>(block), (sizeof(Plan) + 63) / 64 * 64};
    lay_out(plan, arena);
    row_taps(plan);
    column_taps(plan);
    value_coefficients(plan);
    padding(plan);
    memcpy(block, &plan, sizeof plan);
    return reinterpret_cast<int64_t>(block);
}

void saccade_preprocess_destroy(int64_t plan) { free(reinterpret_cast<void*>(plan)); }
