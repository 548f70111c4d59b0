// Segmentation: class planes or class pixels to a byte mask, thresholds, statistics.
#include "entries.h"

namespace saccade {
namespace {

// Winners of N vectors of pixels. A comparison with NaN is false, so NaN never wins and a pixel of NaN alone is 0.
template <int N>
inline void argmax_vectors(const float* planes, int classes, size_t pixels, uint8_t* mask) {
    Floats best[N];
    Ints winner[N];
    for (int v = 0; v < N; v++) {
        best[v] = all(-__builtin_inff());
        winner[v] = Ints{};
    }
    for (int c = 0; c < classes; c++) {
        const float* plane = planes + c * pixels;
        const Ints which = Ints{} + c;
        for (int v = 0; v < N; v++) {
            const Floats value = load(plane + v * LANES_PER_VECTOR);
            const Ints wins = value > best[v];
            best[v] = wins ? value : best[v];
            winner[v] = wins ? which : winner[v];
        }
    }
    typedef uint8_t Bytes __attribute__((vector_size(LANES_PER_VECTOR)));
    for (int v = 0; v < N; v++) {
        const Bytes bytes = __builtin_convertvector(winner[v], Bytes);
        memcpy(mask + v * LANES_PER_VECTOR, &bytes, sizeof bytes);
    }
}

inline uint8_t argmax_one(const float* values, int classes, size_t step) {
    float best = -__builtin_inff();
    int winner = 0;
    for (int c = 0; c < classes; c++) {
        const float v = values[c * step];
        if (v > best) {
            best = v;
            winner = c;
        }
    }
    return static_cast<uint8_t>(winner);
}

struct Box {
    int32_t count, x1, y1, x2, y2;
};

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int argmax_planes(const float* planes, int classes, int pixels, uint8_t* mask) {
    constexpr int N = 4;
    const size_t step = static_cast<size_t>(pixels);
    int i = 0;
    for (; i + N * LANES_PER_VECTOR <= pixels; i += N * LANES_PER_VECTOR) {
        argmax_vectors<N>(planes + i, classes, step, mask + i);
    }
    for (; i + LANES_PER_VECTOR <= pixels; i += LANES_PER_VECTOR) {
        argmax_vectors<1>(planes + i, classes, step, mask + i);
    }
    for (; i < pixels; i++) mask[i] = argmax_one(planes + i, classes, step);
    return ran(ARGMAX_PLANES);
}

int argmax_pixels(const float* values, int classes, int pixels, uint8_t* mask) {
    for (int i = 0; i < pixels; i++) mask[i] = argmax_one(values + static_cast<size_t>(i) * classes, classes, 1);
    return ran(ARGMAX_PIXELS);
}

int threshold_mask(const float* values, int pixels, float threshold, uint8_t* mask) {
    for (int i = 0; i < pixels; i++) mask[i] = values[i] >= threshold;
    return ran(THRESHOLD_MASK);
}

int mask_stats(const uint8_t* mask, int width, int height, int classes, int32_t* stats) {
    Box box[256] = {};
    for (int y = 0; y < height; y++) {
        const uint8_t* row = mask + static_cast<size_t>(y) * width;
        for (int x = 0; x < width;) {
            // Masks are made of runs: a run costs one update.
            const uint8_t value = row[x];
            const int from = x;
            while (x < width && row[x] == value) x++;
            Box& b = box[value];
            if (b.count == 0) {
                b.x1 = from;
                b.y1 = y;
            }
            b.count += x - from;
            b.x1 = from < b.x1 ? from : b.x1;
            b.x2 = x > b.x2 ? x : b.x2;
            b.y2 = y + 1;
        }
    }
    for (int c = 0; c < classes; c++) {
        const Box none = {};
        memcpy(stats + 5 * c, c < 256 ? &box[c] : &none, sizeof(Box));
    }
    ran(MASK_STATS);
    return 0;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
