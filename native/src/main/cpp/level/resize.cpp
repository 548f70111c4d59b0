// Masks of another size than the network's: scores are interpolated, then the best class or the threshold decides.
#include "../arithmetic/resize.h"

#include "entries.h"

namespace saccade {
namespace {

constexpr int STRIP = 256;   // pixels that are made at a time
constexpr int SPAN = 1024;   // source columns that they may lie over

// A strip of one row: where its pixels lie in the source, from a first column on.
struct Strip {
    int count, column, columns;
    int32_t first[STRIP], second[STRIP];
    float towards[STRIP];
};

void lay(Strip& strip, int from, int out_width, float step, int width) {
    strip.column = taps(from, step, width).first;
    int n = 0, end = 0;
    for (; n < STRIP && from + n < out_width; n++) {
        const Taps t = taps(from + n, step, width);
        if (n > 0 && t.second - strip.column >= SPAN) break;
        strip.first[n] = t.first - strip.column;
        strip.second[n] = t.second - strip.column;
        strip.towards[n] = t.towards;
        end = t.second + 1;
    }
    strip.count = n;
    strip.columns = end - strip.column;
}

// The source row between two, over the strip's columns.
void mix_rows(const float* plane, const Taps& y, int width, const Strip& strip, float* row) {
    const float* a = plane + static_cast<size_t>(y.first) * width + strip.column;
    const float* b = plane + static_cast<size_t>(y.second) * width + strip.column;
    for (int i = 0; i < strip.columns; i++) row[i] = mixed(a[i], b[i], y.towards);
}

inline float across(const float* row, const Strip& strip, int i) {
    return mixed(row[strip.first[i]], row[strip.second[i]], strip.towards[i]);
}

// Calls fill(y, strip, mask) for each strip of the mask.
template <typename Fill>
void each_strip(int height, int width, int out_height, int out_width, uint8_t* mask, const Fill& fill) {
    const float step_y = resize_step(height, out_height), step_x = resize_step(width, out_width);
    Strip strip;
    for (int from = 0; from < out_width; from += strip.count) {
        lay(strip, from, out_width, step_x, width);
        for (int y = 0; y < out_height; y++) {
            fill(taps(y, step_y, height), strip, mask + static_cast<size_t>(y) * out_width + from);
        }
    }
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int argmax_planes_resized(const float* planes, int classes, int height, int width, int out_height, int out_width,
                          uint8_t* mask) {
    if (height == out_height && width == out_width) {
        argmax_planes(planes, classes, height * width, mask);
        return ran(ARGMAX_PLANES_RESIZED);
    }
    const size_t pixels = static_cast<size_t>(height) * width;
    each_strip(height, width, out_height, out_width, mask, [&](const Taps& y, const Strip& strip, uint8_t* out) {
        float row[SPAN + 1], best[STRIP];
        int32_t winner[STRIP];
        for (int i = 0; i < STRIP; i++) {
            best[i] = -__builtin_inff();
            winner[i] = 0;
        }
        for (int c = 0; c < classes; c++) {
            mix_rows(planes + c * pixels, y, width, strip, row);
            for (int i = 0; i < strip.count; i++) {
                const float v = across(row, strip, i);
                const bool wins = v > best[i];
                best[i] = wins ? v : best[i];
                winner[i] = wins ? c : winner[i];
            }
        }
        for (int i = 0; i < strip.count; i++) out[i] = static_cast<uint8_t>(winner[i]);
    });
    return ran(ARGMAX_PLANES_RESIZED);
}

int argmax_pixels_resized(const float* values, int classes, int height, int width, int out_height, int out_width,
                          uint8_t* mask) {
    if (height == out_height && width == out_width) {
        argmax_pixels(values, classes, height * width, mask);
        return ran(ARGMAX_PIXELS_RESIZED);
    }
    const size_t step = static_cast<size_t>(classes);
    each_strip(height, width, out_height, out_width, mask, [&](const Taps& y, const Strip& strip, uint8_t* out) {
        const float* top = values + (static_cast<size_t>(y.first) * width + strip.column) * step;
        const float* bottom = values + (static_cast<size_t>(y.second) * width + strip.column) * step;
        for (int i = 0; i < strip.count; i++) {
            const size_t left = strip.first[i] * step, right = strip.second[i] * step;
            float best = -__builtin_inff();
            int winner = 0;
            for (int c = 0; c < classes; c++) {
                const float v = mixed(mixed(top[left + c], bottom[left + c], y.towards),
                                      mixed(top[right + c], bottom[right + c], y.towards), strip.towards[i]);
                if (v > best) {
                    best = v;
                    winner = c;
                }
            }
            out[i] = static_cast<uint8_t>(winner);
        }
    });
    return ran(ARGMAX_PIXELS_RESIZED);
}

int threshold_mask_resized(const float* values, int height, int width, int out_height, int out_width, float threshold,
                           uint8_t* mask) {
    if (height == out_height && width == out_width) {
        threshold_mask(values, height * width, threshold, mask);
        return ran(THRESHOLD_MASK_RESIZED);
    }
    each_strip(height, width, out_height, out_width, mask, [&](const Taps& y, const Strip& strip, uint8_t* out) {
        float row[SPAN + 1];
        mix_rows(values, y, width, strip, row);
        for (int i = 0; i < strip.count; i++) out[i] = across(row, strip, i) >= threshold;
    });
    return ran(THRESHOLD_MASK_RESIZED);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
