// Decoders whose detections are peaks of a map: CenterNet and M-LSD.
#include "../arithmetic/peaks.h"
#include "candidates.h"
#include "entries.h"
#include "strips.h"

namespace saccade {
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
                if (!found.admits(row[x], min_score)) return;
                if (!is_peak(heat, label * cells, height, width, y, x, CENTERNET_RADIUS)) return;
                found.add_finite(centernet_candidate(sizes, cells, y, x, width, stride, row[x], label));
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
    const float threshold = line_prefilter(min_score, logits);
    Candidates found;
    for (int y = 0; y < height; y++) {
        const float* row = centre + static_cast<size_t>(y) * width;
        each_at_least(row, width, threshold, [&](int x) {
            const float score = line_score(row[x], logits);
            if (!found.admits(score, min_score) || !is_peak(centre, 0, height, width, y, x, LINE_RADIUS)) return;
            Candidate line;
            if (line_candidate(displacement, planar, cells, y, x, width, stride, min_length, score, line)) {
                found.add_finite(line);
            }
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
