// Decoders with one candidate per anchor, the best class of each: YOLOv8 and YOLOX.
#include "candidates.h"
#include "entries.h"
#include "exponential.h"

namespace saccade {
namespace {

struct Best {
    float score;
    int label;
};

inline Best best_class(const float* scores, int classes) {
    Best best = {-__builtin_inff(), 0};
    for (int c = 0; c < classes; c++) {
        if (scores[c] > best.score) best = {scores[c], c};
    }
    return best;
}

inline void add(Candidates& found, float x, float y, float width, float height, float score, int index, int label) {
    const Candidate c = {{x - width / 2, y - height / 2, x + width / 2, y + height / 2}, score, index, label};
    if (finite(c.score) && finite(c.box)) found.add(c);
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
            const float* row = values + (4 + c) * step + from;
            for (int i = 0; i < n; i++) {
                const bool wins = row[i] > best[i];
                best[i] = wins ? row[i] : best[i];
                label[i] = wins ? c : label[i];
            }
        }
        for (int i = 0; i < n; i++) {
            if (!found.admits(best[i], min_score)) continue;
            const float* box = values + from + i;
            add(found, box[0], box[step], box[2 * step], box[3 * step], best[i], from + i, label[i]);
        }
    }
}

void yolov8_rows(const float* values, int classes, int anchors, float min_score, Candidates& found) {
    for (int i = 0; i < anchors; i++) {
        const float* row = values + static_cast<size_t>(i) * (4 + classes);
        const Best best = best_class(row + 4, classes);
        if (found.admits(best.score, min_score)) add(found, row[0], row[1], row[2], row[3], best.score, i, best.label);
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
                const float* row = values + static_cast<size_t>(anchor) * (5 + classes);
                const Best best = best_class(row + 5, classes);
                const float score = row[4] * best.score;
                if (!found.admits(score, min_score)) continue;
                if (decoded) {
                    add(found, row[0], row[1], row[2], row[3], score, anchor, best.label);
                } else {
                    add(found, (row[0] + x) * stride, (row[1] + y) * stride, exp_single(row[2]) * stride,
                        exp_single(row[3]) * stride, score, anchor, best.label);
                }
            }
        }
    }
    found.sort();
    return suppress(found, iou, rows, max_rows);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
