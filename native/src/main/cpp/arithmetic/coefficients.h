// What turns an accumulator into a tensor value. Value of lane c: accumulator * gain[c] + shift[c]; for YUV the
// accumulators go through the matrix first.
#ifndef SACCADE_ARITHMETIC_COEFFICIENTS_H
#define SACCADE_ARITHMETIC_COEFFICIENTS_H

namespace saccade {

struct Coefficients {
    float gain[3];
    float shift[3];
    float luma_gain;
    float luma_shift;
    float first_chroma;  // chroma of lane 1 into channel 0
    float last_chroma;   // chroma of lane 2 into channel 2
    float green_first;   // both into channel 1
    float green_last;
};

}  // namespace saccade

#endif
