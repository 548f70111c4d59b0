// From accumulators to tensor values, one type per meaning of the lanes. Products and sums are rounded one by one in a
// fixed order, so every level gives the same bits.
#ifndef SACCADE_LEVEL_FINISH_H
#define SACCADE_LEVEL_FINISH_H

#include "../preprocess_plan.h"
#include "horizontal.h"
#include "level.h"

namespace saccade {
namespace {

// Values of up to three channels.
struct Channels3 {
    Floats first, second, third;
};

// To 0..255. The compiler does not make minima and maxima of comparisons by itself, since NaN and zero have a side.
inline Floats clamp255(Floats v) {
#if SACCADE_LEVEL == 4
    return _mm512_min_ps(_mm512_max_ps(v, all(0)), all(255));
#elif SACCADE_LEVEL == 3
    return _mm256_min_ps(_mm256_max_ps(v, all(0)), all(255));
#elif SACCADE_LEVEL == 2
    return _mm_min_ps(_mm_max_ps(v, all(0)), all(255));
#else
    return vminq_f32(vmaxq_f32(v, all(0)), all(255));
#endif
}

struct ColourFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 3;
    Floats gain0, gain1, gain2, shift0, shift1, shift2;

    explicit ColourFinish(const Plan& p)
        : gain0(all(p.gain[0])), gain1(all(p.gain[1])), gain2(all(p.gain[2])), shift0(all(p.shift[0])),
          shift1(all(p.shift[1])), shift2(all(p.shift[2])) {}

    Channels3 operator()(const Lanes3& lanes) const {
        return {to_floats(lanes.first) * gain0 + shift0, to_floats(lanes.second) * gain1 + shift1,
                to_floats(lanes.third) * gain2 + shift2};
    }
};

struct SingleFinish {
    static constexpr int LANES = 1;
    static constexpr int CHANNELS = 1;
    Floats gain, shift;

    explicit SingleFinish(const Plan& p) : gain(all(p.gain[0])), shift(all(p.shift[0])) {}

    Channels3 operator()(const Lanes3& lanes) const { return {to_floats(lanes.first) * gain + shift, Floats{}, Floats{}}; }
};

struct GreyFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 1;
    Floats red, green, blue, shift;

    explicit GreyFinish(const Plan& p)
        : red(all(p.gain[0])), green(all(p.gain[1])), blue(all(p.gain[2])), shift(all(p.shift[0])) {}

    Channels3 operator()(const Lanes3& lanes) const {
        const Floats sum = to_floats(lanes.first) * red + to_floats(lanes.second) * green;
        return {(sum + to_floats(lanes.third) * blue) + shift, Floats{}, Floats{}};
    }
};

struct LumaFinish {
    static constexpr int LANES = 1;
    static constexpr int CHANNELS = 1;
    Floats luma_gain, luma_shift, gain, shift;

    explicit LumaFinish(const Plan& p)
        : luma_gain(all(p.luma_gain)), luma_shift(all(p.luma_shift)), gain(all(p.gain[0])), shift(all(p.shift[0])) {}

    Channels3 operator()(const Lanes3& lanes) const {
        return {clamp255(to_floats(lanes.first) * luma_gain + luma_shift) * gain + shift, Floats{}, Floats{}};
    }
};

struct YuvFinish {
    static constexpr int LANES = 3;
    static constexpr int CHANNELS = 3;
    Floats luma_gain, luma_shift, first_chroma, last_chroma, green_first, green_last;
    ColourFinish scale;

    explicit YuvFinish(const Plan& p)
        : luma_gain(all(p.luma_gain)), luma_shift(all(p.luma_shift)), first_chroma(all(p.first_chroma)),
          last_chroma(all(p.last_chroma)), green_first(all(p.green_first)), green_last(all(p.green_last)), scale(p) {}

    Channels3 operator()(const Lanes3& lanes) const {
        const Floats luma = to_floats(lanes.first) * luma_gain + luma_shift;
        const Floats a = to_floats(lanes.second), b = to_floats(lanes.third);
        return {clamp255(luma + a * first_chroma) * scale.gain0 + scale.shift0,
                clamp255((luma + a * green_first) + b * green_last) * scale.gain1 + scale.shift1,
                clamp255(luma + b * last_chroma) * scale.gain2 + scale.shift2};
    }
};

}  // namespace
}  // namespace saccade

#endif
