// Bilinear demosaicing: a missing colour is the mean of its nearest samples. At the border the picture is mirrored, which
// keeps the pattern.
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "../saccade_v4l2.h"

namespace {

// Of dev.saccade.v4l2.Bayer: how a sample lies in memory.
enum Packing { BITS_8, BITS_10_PACKED, BITS_12_PACKED, BITS_10_IN_16, BITS_12_IN_16, BITS_16 };

// One sample left of the row, and one right of it.
constexpr int MARGIN = 1;

void widen(const uint8_t* from, int width, Packing packing, uint8_t* row) {
    switch (packing) {
        case BITS_8:
            memcpy(row, from, static_cast<size_t>(width));
            break;
        case BITS_10_PACKED:
            // MIPI CSI-2: the upper eight bits of four samples, then the lower bits of all four.
            for (int x = 0; x < width; x++) row[x] = from[x / 4 * 5 + x % 4];
            break;
        case BITS_12_PACKED:
            for (int x = 0; x < width; x++) row[x] = from[x / 2 * 3 + x % 2];
            break;
        default: {
            const int shift = packing == BITS_10_IN_16 ? 2 : packing == BITS_12_IN_16 ? 4 : 8;
            for (int x = 0; x < width; x++) {
                const unsigned sample = from[2 * x] | static_cast<unsigned>(from[2 * x + 1]) << 8;
                const unsigned value = sample >> shift;
                row[x] = static_cast<uint8_t>(value > 255 ? 255 : value);
            }
        }
    }
    row[-1] = row[width > 1 ? 1 : 0];
    row[width] = row[width > 1 ? width - 2 : 0];
}

uint8_t mean(int a, int b) { return static_cast<uint8_t>((a + b + 1) >> 1); }
uint8_t mean(int a, int b, int c, int d) { return static_cast<uint8_t>((a + b + c + d + 2) >> 2); }

// A row whose colour besides green is `own` (0 blue, 2 red); `first` is the column of its first such sample.
void row_to_bgr(const uint8_t* above, const uint8_t* row, const uint8_t* below, int width, int own, int first,
                uint8_t* to) {
    const int other = 2 - own;
    for (int x = first; x < width; x += 2) {
        to[3 * x + own] = row[x];
        to[3 * x + 1] = mean(row[x - 1], row[x + 1], above[x], below[x]);
        to[3 * x + other] = mean(above[x - 1], above[x + 1], below[x - 1], below[x + 1]);
    }
    for (int x = 1 - first; x < width; x += 2) {
        to[3 * x + own] = mean(row[x - 1], row[x + 1]);
        to[3 * x + 1] = row[x];
        to[3 * x + other] = mean(above[x], below[x]);
    }
}

}  // namespace

int64_t saccade_bayer_scratch(int width) { return 3 * (static_cast<int64_t>(width) + 2 * MARGIN); }

int saccade_bayer_to_bgr(const void* from, int from_stride, int width, int height, int pattern, int packing, void* to,
                         int to_stride, void* scratch) {
    if (width < 2 || height < 2 || pattern < 0 || pattern > 3 || packing < 0 || packing > BITS_16) return -EINVAL;
    const uint8_t* source = static_cast<const uint8_t*>(from);
    uint8_t* target = static_cast<uint8_t*>(to);
    uint8_t* rows[3];
    for (int i = 0; i < 3; i++) rows[i] = static_cast<uint8_t*>(scratch) + i * (width + 2 * MARGIN) + MARGIN;
    const auto load = [&](int y) {
        widen(source + static_cast<int64_t>(y) * from_stride, width, static_cast<Packing>(packing), rows[y % 3]);
    };
    // Column and row of the first red sample.
    const int red_x = pattern & 1;
    const int red_y = pattern >> 1;
    load(0);
    load(1);
    for (int y = 0; y < height; y++) {
        if (y > 0 && y + 1 < height) load(y + 1);
        const uint8_t* above = rows[(y > 0 ? y - 1 : 1) % 3];
        const uint8_t* below = rows[(y + 1 < height ? y + 1 : height - 2) % 3];
        const bool red = y % 2 == red_y;
        row_to_bgr(above, rows[y % 3], below, width, red ? 2 : 0, red ? red_x : 1 - red_x,
                   target + static_cast<int64_t>(y) * to_stride);
    }
    return 0;
}

void saccade_rows_copy(void* to, int to_stride, const void* from, int from_stride, int row_bytes, int rows) {
    const uint8_t* source = static_cast<const uint8_t*>(from);
    uint8_t* target = static_cast<uint8_t*>(to);
    if (to_stride == row_bytes && from_stride == row_bytes) {
        memcpy(target, source, static_cast<size_t>(row_bytes) * static_cast<size_t>(rows));
        return;
    }
    for (int y = 0; y < rows; y++) {
        memcpy(target + static_cast<int64_t>(y) * to_stride, source + static_cast<int64_t>(y) * from_stride,
               static_cast<size_t>(row_bytes));
    }
}
