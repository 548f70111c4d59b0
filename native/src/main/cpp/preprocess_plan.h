// What a preprocess run needs and what does not change from frame to frame: taps, weights, colour coefficients,
// padding, scratch rows. Plain data, so that code of every level can read it without sharing a function.
#ifndef SACCADE_PREPROCESS_PLAN_H
#define SACCADE_PREPROCESS_PLAN_H

#include <stdint.h>

#include "preprocess_spec.h"

namespace saccade {

// Pixels that the horizontal pass makes in one step, at every level.
constexpr int BLOCK = 16;

// A vertical tap: blend = (top * top_weight + bottom * bottom_weight) / 256, both weights 1..255.
struct RowTap {
    int top;
    int bottom;
    uint8_t top_weight;
    uint8_t bottom_weight;
};

// Values of one such register.
constexpr int REGISTER = 32;
constexpr int MAX_REGISTERS = 4;

struct Plan {
    saccade_preprocess_spec spec;
    Lanes lanes;

    // Vertical: one tap per destination row of the image.
    RowTap* rows;
    int row_bytes;    // bytes of a row of plane 0 within the crop
    int row_x;        // byte where the crop begins in a row of plane 0

    // Horizontal. The blended row is 16-bit; pixel x reads eight values at offset[x], mask picks pairs of neighbours
    // for up to four lanes, and weight multiplies them. mask and weight lie in the order in which registers of 16, 32
    // or 64 bytes take them: entry (block, q, lane) belongs to pixel block * 16 + lane * 4 + q.
    int blocks;
    int32_t* offset;
    uint8_t* mask;
    int16_t* weight;

    // The same for registers of 64 bytes where the taps of a block lie close together: they are read as registers
    // whole (2 to 4 of them from block_start[block]; 0: too far apart, use the above), and picks[block][lane][r] brings
    // the two taps of each pixel together from register r + 1 and what was picked before.
    int registers;
    int32_t* block_start;
    uint16_t* picks;
    int16_t* block_weight;

    // Instead of all of this, where each pixel of the image comes from a place of its own: row by row.
    Place* places;
    Component component[3];
    int32_t* lane_sums[3];  // the accumulators of one row

    Coefficients coefficients;

    int16_t* row;         // blended row
    uint8_t* chroma[2];   // interleaved chroma of the two source rows (I420)
    float* lane_rows[3];  // one destination row per channel
    float* pixels;        // one interleaved destination row
    uint8_t* pad_row;     // NHWC: one destination row of padding; NCHW: one row per channel
    int element;          // bytes of one destination value
};

// Fills the horizontal tables; spec, lanes, blocks and the arrays are there already.
void column_taps(Plan& plan);

}  // namespace saccade

#endif
