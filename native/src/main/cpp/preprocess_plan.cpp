#include "preprocess_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "half.h"

namespace saccade {
namespace {

constexpr int MAX_SIDE = 32768;
constexpr int ROW_PAD = MAX_REGISTERS * REGISTER;  // values past a blended row that a vector load may touch
constexpr double ONE = 256.0 * 16384.0;  // accumulator of one step of an 8-bit pixel: row weights x column weights
constexpr double CENTRE = 128.0;         // rows are blended around it, so that sums fit 16 signed bits

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
    arena.take(p.block_start, p.blocks);
    arena.take(p.picks, static_cast<size_t>(p.blocks) * 3 * (MAX_REGISTERS - 1) * REGISTER);
    arena.take(p.block_weight, static_cast<size_t>(p.blocks) * REGISTER);
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
