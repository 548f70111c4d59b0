// What a preprocess run needs and what does not change from frame to frame: taps, weights, colour coefficients,
// padding, scratch rows. Plain data, so that code of every level can read it without sharing a function.
#ifndef SACCADE_PREPROCESS_PLAN_H
#define SACCADE_PREPROCESS_PLAN_H

#include <stdint.h>

#include "saccade_kernels.h"

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

// What the three lanes of a pixel hold after the horizontal pass.
enum Lanes {
    LANES_COLOUR,         // three channels in destination order
    LANES_YUV,            // luma, the chroma that drives channel 0, the chroma that drives channel 2
    LANES_COLOUR_TO_GREY, // red, green, blue (any order) to weigh into one
    LANES_LUMA            // luma in the first lane, one channel
};

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

    // Value of lane c: accumulator * gain[c] + shift[c]; for YUV the accumulators go through the matrix first.
    float gain[3];
    float shift[3];
    float luma_gain;
    float luma_shift;
    float first_chroma;   // chroma of lane 1 into channel 0
    float last_chroma;    // chroma of lane 2 into channel 2
    float green_first;    // both into channel 1
    float green_last;

    int16_t* row;         // blended row
    uint8_t* chroma[2];   // interleaved chroma of the two source rows (I420)
    float* lane_rows[3];  // one destination row per channel
    float* pixels;        // one interleaved destination row
    uint8_t* pad_row;     // NHWC: one destination row of padding; NCHW: one row per channel
    int element;          // bytes of one destination value
};

// Fills the horizontal tables; spec, lanes, blocks and the arrays are there already.
void column_taps(Plan& plan);

// Source position of a destination position: half-pixel centres, edges repeated. The tap after it weighs second_weight
// of `one`.
void tap(int i, int from, int to, int one, int& first, int& second_weight);

inline bool is_yuv(int format) { return format >= SACCADE_NV12; }

// Whether run can work with these addresses and strides.
bool accepts(const Plan& plan, const uint8_t* const planes[3], const int strides[3]);

}  // namespace saccade

#endif
