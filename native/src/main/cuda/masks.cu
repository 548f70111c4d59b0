// Scores to masks of the network's size or of another, and their statistics.
#include "decoders.h"

#include "../cpp/arithmetic/anchors.h"
#include "../cpp/arithmetic/resize.h"

namespace saccade {
namespace {

constexpr int MASK_TILE = 1024, MASK_RUN = 16;  // pixels of a block, and of a thread that counts
constexpr int MOST_MASK_CLASSES = 255;

// Of one class. All begin at 0 and only grow, so that the order of arrival does not matter: edges are kept as
// distances from the far side.
struct MaskStatistics {
    int32_t count, from_right, from_bottom, x2, y2;
};

// Where the class c of a pixel lies in the scores.
DEVICE size_t score_at(const MaskParameters& p, int y, int x, int c) {
    const size_t pixel = static_cast<size_t>(y) * p.width + x;
    if (p.kind == MASK_OF_PIXELS) return pixel * p.classes + c;
    return p.kind == MASK_OF_THRESHOLD ? pixel : static_cast<size_t>(c) * p.height * p.width + pixel;
}

template <typename View>
DEVICE float score_of(const MaskParameters& p, const View& scores, const Taps& y, const Taps& x, int c) {
    if (!p.is_resized) return scores[score_at(p, y.first, x.first, c)];
    const float left =
        mixed(scores[score_at(p, y.first, x.first, c)], scores[score_at(p, y.second, x.first, c)], y.towards);
    const float right =
        mixed(scores[score_at(p, y.first, x.second, c)], scores[score_at(p, y.second, x.second, c)], y.towards);
    return mixed(left, right, x.towards);
}

template <typename View>
DEVICE uint8_t class_of(const MaskParameters& p, const View& scores, int y, int x) {
    Taps row = {y, y, 0}, column = {x, x, 0};
    if (p.is_resized) {
        row = taps(y, resize_step(p.height, p.out_height), p.height);
        column = taps(x, resize_step(p.width, p.out_width), p.width);
    }
    if (p.kind == MASK_OF_THRESHOLD) return score_of(p, scores, row, column, 0) >= p.threshold;
    Best best = none_yet();
    for (int c = 0; c < p.classes; c++) best = better(best, score_of(p, scores, row, column, c), c);
    return static_cast<uint8_t>(best.label);
}

DEVICE void join(MaskStatistics& into, const MaskStatistics& other) {
    atomic_add(&into.count, other.count);
    atomic_max(&into.from_right, other.from_right);
    atomic_max(&into.from_bottom, other.from_bottom);
    atomic_max(&into.x2, other.x2);
    atomic_max(&into.y2, other.y2);
}

// Some pixels in a row by one thread: a stretch of one class costs one update.
DEVICE void count_run(const MaskParameters& p, const uint8_t* values, int from, int end, MaskStatistics* statistics) {
    int y = from / p.out_width, x = from % p.out_width;
    for (int i = from; i < end;) {
        const uint8_t value = values[i - from];
        int n = 1;
        while (i + n < end && x + n < p.out_width && values[i + n - from] == value) n++;
        if (value < p.classes) {
            join(statistics[value], {n, p.out_width - x, p.out_height - y, x + n, y + 1});
        }
        i += n;
        x += n;
        if (x == p.out_width) {
            x = 0;
            y++;
        }
    }
}

}  // namespace

// A block per MASK_TILE pixels.
KERNEL(decoder_mask, MaskParameters) {
    SHARED uint8_t tile[MASK_TILE];
    SHARED MaskStatistics seen[MOST_MASK_CLASSES];
    const int me = static_cast<int>(thread().x), all = static_cast<int>(threads().x);
    const int pixels = p.out_height * p.out_width, from = static_cast<int>(block().x) * MASK_TILE;
    const int count = pixels - from < MASK_TILE ? pixels - from : MASK_TILE;
    for (int c = me; c < p.classes; c += all) seen[c] = {0, 0, 0, 0, 0};
    for (int i = me; i < count; i += all) {
        const int y = (from + i) / p.out_width, x = (from + i) % p.out_width;
        const uint8_t value = p.scores.is_half ? class_of(p, halves(p.scores), y, x)
                                               : class_of(p, floats(p.scores), y, x);
        tile[i] = value;
        pointer<uint8_t>(p.mask)[from + i] = value;
    }
    barrier();
    for (int i = me * MASK_RUN; i < count; i += all * MASK_RUN) {
        const int end = i + MASK_RUN < count ? i + MASK_RUN : count;
        count_run(p, tile + i, from + i, from + end, seen);
    }
    barrier();
    for (int c = me; c < p.classes; c += all) {
        if (seen[c].count) join(pointer<MaskStatistics>(p.statistics)[c], seen[c]);
    }
}

// One block.
KERNEL(decoder_mask_end, MaskParameters) {
    SHARED uint32_t unsound;
    const int32_t fault = fault_of(all_of(p.unsound, unsound));
    for (int c = static_cast<int>(thread().x); c < p.classes; c += static_cast<int>(threads().x)) {
        const MaskStatistics s = pointer<const MaskStatistics>(p.statistics)[c];
        int32_t* to = payload<int32_t>(p.result) + STATISTICS * c;
        to[0] = s.count;
        to[1] = s.count ? p.out_width - s.from_right : 0;
        to[2] = s.count ? p.out_height - s.from_bottom : 0;
        to[3] = s.x2;
        to[4] = s.y2;
    }
    barrier();
    if (thread().x == 0) finish(p.result, fault, p.classes);
}

}  // namespace saccade
