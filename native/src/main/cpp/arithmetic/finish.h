// From accumulators to tensor values, one type per meaning of the lanes. Products and sums are rounded one by one in a
// fixed order, so that every vector width gives the same bits, one value at a time included.
#ifndef SACCADE_ARITHMETIC_FINISH_H
#define SACCADE_ARITHMETIC_FINISH_H

#include "coefficients.h"
#include "function.h"

namespace saccade {
namespace {

// Of three lanes or channels. Named members, not an array: GCC keeps an array that a loop indexes in memory, even once
// the loop is unrolled.
template <typename V>
struct Three {
    V first, second, third;
};

// One value at a time; the levels have vectors instead.
struct Scalar {
    typedef float Floats;
    typedef int32_t Ints;
    static SACCADE_FUNCTION float all(float v) { return v; }
    static SACCADE_FUNCTION float to_floats(int32_t v) { return static_cast<float>(v); }
    static SACCADE_FUNCTION float clamp255(float v) {
        const float floor = v > 0 ? v : 0;
        return floor < 255 ? floor : 255;
    }
};

template <typename Vector>
struct ColourFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 3;
    typedef typename Vector::Floats Floats;
    Floats gain0, gain1, gain2, shift0, shift1, shift2;

    SACCADE_FUNCTION explicit ColourFinish(const Coefficients& c)
        : gain0(Vector::all(c.gain[0])), gain1(Vector::all(c.gain[1])), gain2(Vector::all(c.gain[2])),
          shift0(Vector::all(c.shift[0])), shift1(Vector::all(c.shift[1])), shift2(Vector::all(c.shift[2])) {}

    SACCADE_FUNCTION Three<Floats> operator()(const Three<typename Vector::Ints>& lanes) const {
        return {Vector::to_floats(lanes.first) * gain0 + shift0, Vector::to_floats(lanes.second) * gain1 + shift1,
                Vector::to_floats(lanes.third) * gain2 + shift2};
    }
};

template <typename Vector>
struct SingleFinish {
    static constexpr int LANES = 1;
    static constexpr int CHANNELS = 1;
    typedef typename Vector::Floats Floats;
    Floats gain, shift;

    SACCADE_FUNCTION explicit SingleFinish(const Coefficients& c)
        : gain(Vector::all(c.gain[0])), shift(Vector::all(c.shift[0])) {}

    SACCADE_FUNCTION Three<Floats> operator()(const Three<typename Vector::Ints>& lanes) const {
        return {Vector::to_floats(lanes.first) * gain + shift, Floats{}, Floats{}};
    }
};

template <typename Vector>
struct GreyFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 1;
    typedef typename Vector::Floats Floats;
    Floats red, green, blue, shift;

    SACCADE_FUNCTION explicit GreyFinish(const Coefficients& c)
        : red(Vector::all(c.gain[0])), green(Vector::all(c.gain[1])), blue(Vector::all(c.gain[2])),
          shift(Vector::all(c.shift[0])) {}

    SACCADE_FUNCTION Three<Floats> operator()(const Three<typename Vector::Ints>& lanes) const {
        const Floats sum = Vector::to_floats(lanes.first) * red + Vector::to_floats(lanes.second) * green;
        return {(sum + Vector::to_floats(lanes.third) * blue) + shift, Floats{}, Floats{}};
    }
};

template <typename Vector>
struct LumaFinish {
    static constexpr int LANES = 1;
    static constexpr int CHANNELS = 1;
    typedef typename Vector::Floats Floats;
    Floats luma_gain, luma_shift, gain, shift;

    SACCADE_FUNCTION explicit LumaFinish(const Coefficients& c)
        : luma_gain(Vector::all(c.luma_gain)), luma_shift(Vector::all(c.luma_shift)), gain(Vector::all(c.gain[0])),
          shift(Vector::all(c.shift[0])) {}

    SACCADE_FUNCTION Three<Floats> operator()(const Three<typename Vector::Ints>& lanes) const {
        const Floats luma = Vector::to_floats(lanes.first) * luma_gain + luma_shift;
        return {Vector::clamp255(luma) * gain + shift, Floats{}, Floats{}};
    }
};

template <typename Vector>
struct YuvFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 3;
    typedef typename Vector::Floats Floats;
    Floats luma_gain, luma_shift, first_chroma, last_chroma, green_first, green_last;
    ColourFinish<Vector> scale;

    SACCADE_FUNCTION explicit YuvFinish(const Coefficients& c)
        : luma_gain(Vector::all(c.luma_gain)), luma_shift(Vector::all(c.luma_shift)),
          first_chroma(Vector::all(c.first_chroma)), last_chroma(Vector::all(c.last_chroma)),
          green_first(Vector::all(c.green_first)), green_last(Vector::all(c.green_last)), scale(c) {}

    SACCADE_FUNCTION Three<Floats> operator()(const Three<typename Vector::Ints>& lanes) const {
        const Floats luma = Vector::to_floats(lanes.first) * luma_gain + luma_shift;
        const Floats a = Vector::to_floats(lanes.second), b = Vector::to_floats(lanes.third);
        return {Vector::clamp255(luma + a * first_chroma) * scale.gain0 + scale.shift0,
                Vector::clamp255((luma + a * green_first) + b * green_last) * scale.gain1 + scale.shift1,
                Vector::clamp255(luma + b * last_chroma) * scale.gain2 + scale.shift2};
    }
};

}  // namespace
}  // namespace saccade

#endif
