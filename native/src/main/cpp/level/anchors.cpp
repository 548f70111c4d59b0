// Decoders with one candidate per anchor, the best class of each: YOLOv8 and YOLOX.
#include "../arithmetic/anchors.h"
#include "candidates.h"
#include "entries.h"

namespace saccade {
namespace {

inline Best best_class(const float* scores, int classes) {
    Best best = none_yet();
    for (int c = 0; c < classes; c++) best = better(best, scores[c], c);
    return best;
}

// Columns: a strip of anchors at a time, so that each class plane is read along its rows.
void yolov8_columns(const float* values, int classes, int anchors, float min_score, Candidates& found) {
    constexpr int STRIP = 128;
    const size_t step = static_cast<size_t>(anchors);
    for (int from = 0; from < anchors; from += STRIP) {
        const int n = from + STRIP <= anchors ? STRIP : anchors - from;
        float best[STRIP];
        int32_t label[STRIP];
        for (int i = 0; i < STRIP; i++) {
            best[i] = -__builtin_inff();
            label[i] = 0;
        }
        for (int c = 0; c < classes; c++) {
            const float* row = values + (YOLOV8_BOX + c) * step + from;
            for (int i = 0; i < n; i++) {
                const bool wins = row[i] > best[i];
                best[i] = wins ? row[i] : best[i];
                label[i] = wins ? c : label[i];
            }
        }
        for (int i = 0; i < n; i++) {
            if (!found.admits(best[i], min_score)) continue;
            found.add_finite(yolov8_candidate(values, from + i, step, {best[i], label[i]}, from + i));
        }
    }
}

void yolov8_rows(const float* values, int classes, int anchors, float min_score, Candidates& found) {
    for (int i = 0; i < anchors; i++) {
        const size_t row = static_cast<size_t>(i) * (YOLOV8_BOX + classes);
        const Best best = best_class(values + row + YOLOV8_BOX, classes);
        if (found.admits(best.score, min_score)) found.add_finite(yolov8_candidate(values, row, 1, best, i));
    }
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int yolov8(const float* values, int classes, int anchors, int transposed, float min_score, float iou, float* rows,
           int max_rows) {
    ran(YOLOV8);
    Candidates found;
    if (transposed) {
        yolov8_rows(values, classes, anchors, min_score, found);
    } else {
        yolov8_columns(values, classes, anchors, min_score, found);
    }
    found.sort();
    return suppress(found, iou, rows, max_rows);
}

int yolox(const float* values, int classes, int input_width, int input_height, int decoded, float min_score,
          float iou, float* rows, int max_rows) {
    ran(YOLOX);
    Candidates found;
    int anchor = 0;
    for (int stride = 8; stride <= 32; stride *= 2) {
        for (int y = 0; y < input_height / stride; y++) {
            for (int x = 0; x < input_width / stride; x++, anchor++) {
                const size_t row = static_cast<size_t>(anchor) * (YOLOX_BOX + classes);
                const Best best = best_class(values + row + YOLOX_BOX, classes);
                const float score = values[row + YOLOX_BOX - 1] * best.score;
                if (!found.admits(score, min_score)) continue;
                found.add_finite(yolox_candidate(values, row, decoded, {stride, x, y}, score, anchor, best.label));
            }
        }
    }
    found.sort();
    return suppress(found, iou, rows, max_rows);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
