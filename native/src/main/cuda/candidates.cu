// Candidates of the detectors: those that reach the score, as keys in any order.
#include "decoders.h"

#include "../cpp/arithmetic/anchors.h"
#include "../cpp/arithmetic/peaks.h"

namespace saccade {
namespace {

constexpr int ANCHOR_SIDE = 32, ANCHOR_PARTS = 8;  // threads of a block of decoder_anchors

// Each index once at most, so that there is room for all.
DEVICE void found(const CandidateParameters& p, const Candidate& c) {
    const int32_t at = atomic_add(pointer<int32_t>(p.found), 1);
    pointer<uint64_t>(p.keys)[at] = order_key(c.score, c.index);
}

DEVICE bool is_yolox(const CandidateParameters& p) { return p.kind == YOLOX_ANCHORS; }

// Whether the values of an anchor lie beside each other.
DEVICE bool is_rows(const CandidateParameters& p) { return is_yolox(p) || p.is_transposed; }

DEVICE int box_values(const CandidateParameters& p) { return is_yolox(p) ? YOLOX_BOX : YOLOV8_BOX; }

// Where an anchor's values begin, and the way from one to the next.
DEVICE size_t anchor_at(const CandidateParameters& p, int anchor) {
    return is_rows(p) ? static_cast<size_t>(anchor) * (box_values(p) + p.classes) : static_cast<size_t>(anchor);
}

DEVICE size_t anchor_step(const CandidateParameters& p) { return is_rows(p) ? 1 : static_cast<size_t>(p.anchors); }

template <typename View>
DEVICE Candidate anchor_candidate(const CandidateParameters& p, const View& values, int anchor, Best best) {
    const size_t at = anchor_at(p, anchor);
    if (!is_yolox(p)) return yolov8_candidate(values, at, anchor_step(p), best, anchor);
    const float score = values[at + YOLOX_BOX - 1] * best.score;
    return yolox_candidate(values, at, p.is_decoded, grid_cell(anchor, p.input_width, p.input_height), score, anchor,
                           best.label);
}

// The best of an anchor's classes first, first + parts, ...
template <typename View>
DEVICE Best best_of_part(const CandidateParameters& p, const View& values, int anchor, int first, int parts) {
    const size_t step = anchor_step(p), at = anchor_at(p, anchor) + box_values(p) * step;
    Best best = none_yet();
    for (int c = first; c < p.classes; c += parts) best = better(best, values[at + c * step], c);
    return best;
}

}  // namespace

// Blocks of ANCHOR_SIDE x ANCHOR_PARTS. Several threads share the classes of one anchor; neighbours read neighbours: of
// columns other anchors, of rows other classes.
KERNEL(decoder_anchors, CandidateParameters) {
    SHARED float scores[ANCHOR_PARTS * ANCHOR_SIDE];
    SHARED int32_t labels[ANCHOR_PARTS * ANCHOR_SIDE];
    const int x = static_cast<int>(thread().x), y = static_cast<int>(thread().y);
    const int parts = is_rows(p) ? ANCHOR_SIDE : ANCHOR_PARTS, anchors = is_rows(p) ? ANCHOR_PARTS : ANCHOR_SIDE;
    const int part = is_rows(p) ? x : y, slot = is_rows(p) ? y : x;
    const int anchor = static_cast<int>(block().x) * anchors + slot;
    const Tensor& head = p.outputs[0];
    Best best = none_yet();
    if (anchor < p.anchors) {
        best = head.is_half ? best_of_part(p, halves(head), anchor, part, parts)
                            : best_of_part(p, floats(head), anchor, part, parts);
    }
    scores[part * anchors + slot] = best.score;
    labels[part * anchors + slot] = best.label;
    barrier();
    if (part != 0 || anchor >= p.anchors) return;
    for (int k = 1; k < parts; k++) best = joined(best, {scores[k * anchors + slot], labels[k * anchors + slot]});
    pointer<int32_t>(p.labels)[anchor] = best.label;
    if (!is_yolox(p) && !(best.score >= p.min_score)) return;
    const Candidate c = anchor_candidate(p, TensorView{head}, anchor, best);
    if (c.score >= p.min_score && finite(c)) found(p, c);
}

namespace {

// The candidate of a cell of the map; false when there is none.
template <typename Map>
DEVICE bool peak(const CandidateParameters& p, const Map& map, int i, Candidate& c) {
    const float value = map[i];
    if (!(value >= p.prefilter)) return false;
    const int cells = p.height * p.width, label = i / cells, y = i % cells / p.width, x = i % p.width;
    const TensorView values = {p.outputs[1]};
    if (p.kind == CENTERNET_PEAKS) {
        if (!is_peak(map, static_cast<size_t>(label) * cells, p.height, p.width, y, x, CENTERNET_RADIUS)) return false;
        c = centernet_candidate(values, cells, y, x, p.width, p.stride, value, label);
        return finite(c);
    }
    const float score = line_score(value, p.is_logits);
    return score >= p.min_score && is_peak(map, 0, p.height, p.width, y, x, LINE_RADIUS) &&
           line_candidate(values, p.is_planar, cells, y, x, p.width, p.stride, p.min_length, score, c) && finite(c);
}

}  // namespace

KERNEL(decoder_peaks, CandidateParameters) {
    const Tensor& map = p.outputs[0];
    const int cells = static_cast<int>(map.elements);
    for (int i = thread_in_grid(); i < cells; i += threads_in_grid()) {
        Candidate c;
        if (map.is_half ? peak(p, halves(map), i, c) : peak(p, floats(map), i, c)) found(p, c);
    }
}

namespace {

// What decoder_anchors or decoder_peaks found under this index.
DEVICE Candidate candidate_of(const CandidateParameters& p, int32_t index) {
    const TensorView values = {p.outputs[0]};
    if (p.kind == CENTERNET_PEAKS || p.kind == MLSD_LINES) {
        Candidate c = {};
        peak(p, values, index, c);
        return c;
    }
    const int32_t label = pointer<const int32_t>(p.labels)[index];
    const float score = values[anchor_at(p, index) + (box_values(p) + label) * anchor_step(p)];
    return anchor_candidate(p, values, index, {score, label});
}

}  // namespace
}  // namespace saccade
