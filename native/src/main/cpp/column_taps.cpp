// The columns of a plan: which values of the blended row each destination pixel weighs.
#include <string.h>

#include "preprocess_plan.h"

namespace saccade {

namespace {

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

// Taps of one destination pixel.
struct Column {
    int offset;  // where its eight values begin
    Pair pairs[3];
    int lanes;
    int second_weight;
};

Column column(const Plan& p, int x) {
    const saccade_preprocess_spec& s = p.spec;
    int first;
    Column c;
    tap(x < s.placeWidth ? x : s.placeWidth - 1, s.cropWidth, s.placeWidth, COLUMN_ONE, first, c.second_weight);
    c.offset = is_yuv(s.format) ? first / 2 * 4 : first * (s.format == SACCADE_GRAY8 ? 1 : 3);
    c.lanes = lane_pairs(p, is_yuv(s.format) && first % 2 != 0, c.pairs);
    return c;
}

void weigh(int second_weight, int16_t* weights) {
    weights[0] = static_cast<int16_t>(COLUMN_ONE - second_weight);
    weights[1] = static_cast<int16_t>(second_weight);
}

void put_bytes(uint8_t* mask, const Pair& pair) {
    mask[0] = static_cast<uint8_t>(2 * pair.near);
    mask[1] = static_cast<uint8_t>(2 * pair.near + 1);
    mask[2] = static_cast<uint8_t>(2 * pair.far);
    mask[3] = static_cast<uint8_t>(2 * pair.far + 1);
}

void pixel_tables(Plan& p) {
    for (int x = 0; x < p.blocks * BLOCK; x++) {
        const Column c = column(p, x);
        const int in_block = x % BLOCK;
        const size_t entry = x / BLOCK * BLOCK + in_block % 4 * 4 + in_block / 4;
        p.offset[x] = c.offset;
        for (int lane = 0; lane < 4; lane++) {
            weigh(c.second_weight, p.weight + 8 * entry + 2 * lane);
            uint8_t* mask = p.mask + 16 * entry + 4 * lane;
            if (lane < c.lanes) {
                put_bytes(mask, c.pairs[lane]);
            } else {
                memset(mask, 0x80, 4);
            }
        }
    }
}

// A pick of value `at` (from the block's start) in round r: indices 0..31 keep what is there, 32.. take register r + 1;
// in the first round 0..31 are register 0. A value that a later round takes keeps its place until then.
void put_picks(uint16_t* picks, int place, int at, int registers) {
    for (int r = 0; r + 1 < registers; r++) {
        const bool here = at / REGISTER == r + 1;
        const bool in_first = r == 0 && at < REGISTER;
        picks[r * REGISTER + place] =
            static_cast<uint16_t>(here ? REGISTER + at % REGISTER : in_first ? at : place);
    }
}

void block_tables(Plan& p) {
    int span = 0;
    for (int block = 0; block < p.blocks; block++) {
        const int start = column(p, block * BLOCK).offset;
        p.block_start[block] = start;
        for (int x = block * BLOCK; x < (block + 1) * BLOCK; x++) {
            const Column c = column(p, x);
            for (int lane = 0; lane < c.lanes; lane++) {
                const int end = c.offset + c.pairs[lane].far + 1 - start;
                span = end > span ? end : span;
            }
        }
    }
    p.registers = span <= 2 * REGISTER ? 2 : (span + REGISTER - 1) / REGISTER;
    if (p.registers > MAX_REGISTERS) {
        p.registers = 0;
        return;
    }
    for (int x = 0; x < p.blocks * BLOCK; x++) {
        const Column c = column(p, x);
        const int block = x / BLOCK;
        const int place = x % BLOCK * 2;
        weigh(c.second_weight, p.block_weight + block * REGISTER + place);
        for (int lane = 0; lane < c.lanes; lane++) {
            const size_t row = (static_cast<size_t>(block) * 3 + lane) * (MAX_REGISTERS - 1);
            const int at = c.offset - p.block_start[block];
            put_picks(p.picks + row * REGISTER, place, at + c.pairs[lane].near, p.registers);
            put_picks(p.picks + row * REGISTER, place + 1, at + c.pairs[lane].far, p.registers);
        }
    }
}

}  // namespace

void column_taps(Plan& p) {
    pixel_tables(p);
    block_tables(p);
}

}  // namespace saccade
