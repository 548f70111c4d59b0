// What a preprocess does, before anyone plans how: whether it is possible, what the lanes mean, and the numbers that do
// not depend on the frame's content. Shared by the plan of the CPU kernel and the program of the GPU's.
#ifndef SACCADE_PREPROCESS_SPEC_H
#define SACCADE_PREPROCESS_SPEC_H

#include <stdint.h>

#include "arithmetic/coefficients.h"
#include "arithmetic/component.h"
#include "saccade_kernels.h"

namespace saccade {

typedef saccade_preprocess_spec Spec;

// What the three lanes of a pixel hold after the horizontal pass.
enum Lanes {
    LANES_COLOUR,         // three channels in destination order
    LANES_YUV,            // luma, the chroma that drives channel 0, the chroma that drives channel 2
    LANES_COLOUR_TO_GREY, // red, green, blue to weigh into one
    LANES_LUMA            // luma in the first lane, one channel
};

// Steps of a column's weight: a tap's second weight is 0..16383 of them.
constexpr int COLUMN_ONE = 16384;
// Steps of a row's weight.
constexpr int ROW_ONE = 256;

inline bool is_yuv(int format) { return format >= SACCADE_NV12; }

bool is_valid(const Spec& spec);

// Whether a frame may lie at these addresses with these strides.
bool accepts(const Spec& spec, const uint8_t* const planes[3], const int strides[3]);

Lanes lanes_of(const Spec& spec);

// Where the values of the three lanes lie, in the order of lanes_of.
void components(const Spec& spec, Component out[3]);
Coefficients coefficients_of(const Spec& spec);

// Of channel c outside the image, before it is converted to the tensor's type; of a fourth channel, everywhere.
float pad_value(const Spec& spec, int c);

// Bytes of one value of the tensor.
int element_bytes(int type);

// Source position of a destination position: half-pixel centres, edges repeated. The tap after it weighs second_weight
// of `one`.
void tap(int i, int from, int to, int one, int& first, int& second_weight);

}  // namespace saccade

#endif
