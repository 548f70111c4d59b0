// Decoders whose detections are peaks of a map: CenterNet and M-LSD.
#include <math.h>

#include "candidates.h"
#include "entries.h"
#include "exponential.h"
#include "peaks.h"

namespace saccade {
namespace {

// Smallest map value that can still give the score, a little low on purpose: the exact test follows.
float prefilter(float min_score, int logits) {
    if (!logits) return min_score;
    if (!(min_score > 0)) return -__builtin_inff();
    if (min_score >= 1) return 15;  // the sigmoid rounds to 1 from about 17
    return logf(min_score / (1 - min_score)) - 0.01f;
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int centernet(const float* heat, const float* sizes, int classes, int height, int width, float stride,
              float min_score, float iou, float* rows, int max_rows) {
    ran(CENTERNET);
    const size_t cells = static_cast<size_t>(height) * width;
    Candidates found;
    for (int label = 0; label < classes; label++) {
        const float* map = heat + label * cells;
        for (int y = 0; y < height; y++) {
            const float* row = map + static_cast<size_t>(y) * width;
            each_at_least(row, width, min_score, [&](int x) {
                if (!found.admits(row[x], min_score) || !is_peak(map, height, width, y, x, 1)) return;
                const size_t cell = static_cast<size_t>(y) * width + x;
                const float centre_x = x * stride, centre_y = y * stride;
                const Candidate c = {{centre_x - sizes[cell], centre_y - sizes[cells + cell],
                                      centre_x + sizes[2 * cells + cell], centre_y + sizes[3 * cells + cell]},
                                     row[x],
                                     static_cast<int32_t>(label * cells + cell),
                                     label};
                if (finite(c.score) && finite(c.box)) found.add(c);
            });
        }
    }
    found.sort();
    return suppress(found, iou, rows, max_rows);
}

int mlsd(const float* centre, const float* displacement, int planar, int height, int width, int logits, float stride,
         float min_score, float min_length, float* rows, int max_rows) {
    ran(MLSD);
    const size_t cells = static_cast<size_t>(height) * width;
    const float threshold = prefilter(min_score, logits);
    Candidates found;
    for (int y = 0; y < height; y++) {
        const float* row = centre + static_cast<size_t>(y) * width;
        each_at_least(row, width, threshold, [&](int x) {
            const float score = logits ? 1 / (1 + exp_single(-row[x])) : row[x];
            if (!found.admits(score, min_score) || !is_peak(centre, height, width, y, x, 2)) return;
            const size_t cell = static_cast<size_t>(y) * width + x;
            float end[4];
            for (int k = 0; k < 4; k++) end[k] = planar ? displacement[k * cells + cell] : displacement[4 * cell + k];
            const float dx = end[2] - end[0], dy = end[3] - end[1];
            if (!(sqrtf(dx * dx + dy * dy) >= min_length)) return;
            const Candidate c = {{(x + end[0]) * stride, (y + end[1]) * stride, (x + end[2]) * stride,
                                  (y + end[3]) * stride},
                                 score,
                                 static_cast<int32_t>(cell),
                                 0};
            if (finite(score) && finite(c.box)) found.add(c);
        });
    }
    found.sort();
    const int kept = found.size() < max_rows ? found.size() : max_rows;
    for (int i = 0; i < kept; i++) {
        memcpy(rows + 5 * i, found[i].box, sizeof found[i].box);
        rows[5 * i + 4] = found[i].score;
    }
    return kept;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
