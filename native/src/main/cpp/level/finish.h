// From accumulators to tensor values, one function per meaning of the lanes. Products and sums are rounded one by one
// in a fixed order, so every level gives the same bits.
#ifndef SACCADE_LEVEL_FINISH_H
#define SACCADE_LEVEL_FINISH_H

#include "../preprocess_plan.h"
#include "level.h"

namespace saccade {
namespace {

inline Floats clamp255(Floats v) {
    const Floats floor = v > 0.0f ? v : all(0);
    return floor < 255.0f ? floor : all(255);
}

struct ColourFinish {
    static constexpr int CHANNELS = 3;
    Floats gain[3], shift[3];

    explicit ColourFinish(const Plan& p) {
        for (int c = 0; c < 3; c++) {
            gain[c] = all(p.gain[c]);
            shift[c] = all(p.shift[c]);
        }
    }

    void operator()(const Ints lane[3], Floats out[3]) const {
        for (int c = 0; c < 3; c++) out[c] = to_floats(lane[c]) * gain[c] + shift[c];
    }
};

struct SingleFinish {
    static constexpr int CHANNELS = 1;
    Floats gain, shift;

    explicit SingleFinish(const Plan& p) : gain(all(p.gain[0])), shift(all(p.shift[0])) {}

    void operator()(const Ints lane[3], Floats out[1]) const { out[0] = to_floats(lane[0]) * gain + shift; }
};

struct GreyFinish {
    static constexpr int CHANNELS = 1;
    Floats gain[3], shift;

    explicit GreyFinish(const Plan& p) : shift(all(p.shift[0])) {
        for (int c = 0; c < 3; c++) gain[c] = all(p.gain[c]);
    }

    void operator()(const Ints lane[3], Floats out[1]) const {
        const Floats first = to_floats(lane[0]) * gain[0];
        const Floats second = to_floats(lane[1]) * gain[1];
        const Floats third = to_floats(lane[2]) * gain[2];
        out[0] = ((first + second) + third) + shift;
    }
};

struct LumaFinish {
    static constexpr int CHANNELS = 1;
    Floats luma_gain, luma_shift, gain, shift;

    explicit LumaFinish(const Plan& p)
        : luma_gain(all(p.luma_gain)), luma_shift(all(p.luma_shift)), gain(all(p.gain[0])), shift(all(p.shift[0])) {}

    void operator()(const Ints lane[3], Floats out[1]) const {
        out[0] = clamp255(to_floats(lane[0]) * luma_gain + luma_shift) * gain + shift;
    }
};

struct YuvFinish {
    static constexpr int CHANNELS = 3;
    Floats luma_gain, luma_shift, first, last, green_first, green_last, gain[3], shift[3];

    explicit YuvFinish(const Plan& p)
        : luma_gain(all(p.luma_gain)), luma_shift(all(p.luma_shift)), first(all(p.first_chroma)),
          last(all(p.last_chroma)), green_first(all(p.green_first)), green_last(all(p.green_last)) {
        for (int c = 0; c < 3; c++) {
            gain[c] = all(p.gain[c]);
            shift[c] = all(p.shift[c]);
        }
    }

    void operator()(const Ints lane[3], Floats out[3]) const {
        const Floats luma = to_floats(lane[0]) * luma_gain + luma_shift;
        const Floats a = to_floats(lane[1]), b = to_floats(lane[2]);
        out[0] = clamp255(luma + a * first) * gain[0] + shift[0];
        out[1] = clamp255((luma + a * green_first) + b * green_last) * gain[1] + shift[1];
        out[2] = clamp255(luma + b * last) * gain[2] + shift[2];
    }
};

}  // namespace
}  // namespace saccade

#endif
