// Where the values of one lane lie in a frame, and the taps that say which of them a pixel weighs.
#ifndef SACCADE_ARITHMETIC_COMPONENT_H
#define SACCADE_ARITHMETIC_COMPONENT_H

#include "integers.h"

namespace saccade {

// In row y >> y_shift of its plane, (x >> x_shift) * step bytes from offset. x counts from the crop's edge, y from the
// frame's.
struct Component {
    int32_t plane;
    int32_t x_shift;
    int32_t y_shift;
    int32_t step;
    int32_t offset;
};

// A tap of a table: the first of two neighbours << 16 | weight of the second, of 16384 along a row, of 256 down a column.
constexpr int TAP_SHIFT = 16;
constexpr uint32_t TAP_WEIGHT = 0xffff;

// Where one pixel of the image comes from, when each comes from a place of its own.
struct Place {
    uint32_t column;
    uint32_t row;
};

// The column of a pixel that no place of the frame shows: it is padding.
constexpr uint32_t NOWHERE = 0xffffffff;

}  // namespace saccade

#endif
