#include "preprocess_plan.h"

#include <stdlib.h>
#include <string.h>

#include "arithmetic/half.h"
#include "arithmetic/rounding.h"

namespace saccade {
namespace {

constexpr int ROW_PAD = MAX_REGISTERS * REGISTER;  // values past a blended row that a vector load may touch

void row_taps(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    for (int y = 0; y < s.placeHeight; y++) {
        int first, weight;
        tap(y, s.cropHeight, s.placeHeight, ROW_ONE, first, weight);
        // A weight of 256 does not fit a byte: a row that stands alone is blended with itself, half and half.
        const bool alone = weight == 0;
        p.rows[y].top = s.cropY + first;
        p.rows[y].bottom = s.cropY + first + (alone ? 0 : 1);
        p.rows[y].top_weight = static_cast<uint8_t>(alone ? 128 : 256 - weight);
        p.rows[y].bottom_weight = static_cast<uint8_t>(alone ? 128 : weight);
    }
}

void put(uint8_t* at, int type, float v) {
    if (type == SACCADE_FLOAT32) {
        memcpy(at, &v, 4);
    } else if (type == SACCADE_FLOAT16) {
        const uint16_t h = half_bits(v);
        memcpy(at, &h, 2);
    } else {
        at[0] = byte_of(v);
    }
}

void padding(Plan& p) {
    const saccade_preprocess_spec& s = p.spec;
    for (int x = 0; x < s.dstWidth; x++) {
        for (int c = 0; c < s.channels; c++) {
            const size_t at = s.layout == SACCADE_NCHW ? static_cast<size_t>(c) * s.dstWidth + x
                                                       : static_cast<size_t>(x) * s.channels + c;
            put(p.pad_row + at * p.element, s.type, pad_value(s, c));
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
    const bool mapped = s.places != 0;
    arena.take(p.places, mapped ? static_cast<size_t>(s.placeWidth) * s.placeHeight : 0);
    for (int32_t*& row : p.lane_sums) arena.take(row, mapped ? columns : 0);
    arena.take(p.row, static_cast<size_t>(s.cropWidth + 1) * 3 + ROW_PAD);
    for (uint8_t*& row : p.chroma) arena.take(row, s.format == SACCADE_I420 ? s.cropWidth + 1 : 0);
    for (float*& row : p.lane_rows) arena.take(row, columns);
    arena.take(p.pixels, columns * 4);
    arena.take(p.pad_row, static_cast<size_t>(s.dstWidth) * s.channels * p.element);
}

}  // namespace

}  // namespace saccade

int64_t saccade_preprocess_create(const saccade_preprocess_spec* spec) {
    using namespace saccade;
    if (!spec || !is_valid(*spec)) return 0;
    Plan plan = {};
    plan.spec = *spec;
    const saccade_preprocess_spec& s = plan.spec;
    plan.lanes = lanes_of(s);
    plan.coefficients = coefficients_of(s);
    const bool packed_yuv = s.format == SACCADE_YUYV || s.format == SACCADE_UYVY;
    const int pixel_bytes = packed_yuv ? 2 : is_yuv(s.format) || s.format == SACCADE_GRAY8 ? 1 : 3;
    plan.row_x = s.cropX * pixel_bytes;
    plan.row_bytes = packed_yuv ? (s.cropWidth + 1) / 2 * 4 : s.cropWidth * pixel_bytes;
    plan.blocks = (s.placeWidth + BLOCK - 1) / BLOCK;
    plan.element = element_bytes(s.type);

    Arena arena = {nullptr, (sizeof(Plan) + 63) / 64 * 64};
    lay_out(plan, arena);
    void* block;
    if (posix_memalign(&block, 64, arena.used) != 0) return 0;
    memset(block, 0, arena.used);
    arena = {static_cast<uint8_t*>(block), (sizeof(Plan) + 63) / 64 * 64};
    lay_out(plan, arena);
    row_taps(plan);
    column_taps(plan);
    components(s, plan.component);
    if (s.places) {
        const size_t pixels = static_cast<size_t>(s.placeWidth) * s.placeHeight;
        memcpy(plan.places, reinterpret_cast<const void*>(s.places), pixels * sizeof(Place));
    }
    padding(plan);
    memcpy(block, &plan, sizeof plan);
    return reinterpret_cast<int64_t>(block);
}

void saccade_preprocess_destroy(int64_t plan) { free(reinterpret_cast<void*>(plan)); }
