// Boxes in five launches: check, find, order, compare, choose. Lines, which do not suppress each other, in four.
#include "../arithmetic/anchors.h"
#include "../arithmetic/peaks.h"
#include "decoder_program.h"

namespace saccade {

namespace {

constexpr int BOX_ROW = 6, LINE_ROW = 5;
constexpr int ANCHOR_SIDE = 32, ANCHOR_PARTS = 8;  // threads of a block of decoder_anchors
constexpr int PEAK_THREADS = 256, MOST_PEAK_BLOCKS = 528;
constexpr int SORT_THREADS = 512;
constexpr int OVERLAP_THREADS = 128, MOST_OVERLAP_BLOCKS = 264;
constexpr int WORD = 64;  // candidates of a word of the table of overlaps, and threads that choose
constexpr int MOST_CLASSES = 1 << 24;  // a row holds the class as a float

bool is_anchors(const saccade_gpu_decoder_spec& spec) {
    return spec.kind == SACCADE_GPU_YOLOX || spec.kind == SACCADE_GPU_YOLOV8;
}

int anchors_of(const saccade_gpu_decoder_spec& spec) {
    if (spec.kind == SACCADE_GPU_YOLOV8) return spec.anchors;
    if (size_of(spec.inputWidth, spec.inputHeight) < 0) return 0;
    int anchors = 0;
    for (int stride = 8; stride <= 32; stride *= 2) anchors += (spec.inputWidth / stride) * (spec.inputHeight / stride);
    return anchors;
}

// How many candidates there can be; -1 when the spec is refused.
int64_t candidates_of(const saccade_gpu_decoder_spec& spec) {
    if (spec.maxRows < 1 || spec.maxRows > MAX_CANDIDATES) return -1;
    if (spec.kind != SACCADE_GPU_MLSD && (spec.classes < 1 || spec.classes > MOST_CLASSES)) return -1;
    if (is_anchors(spec)) {
        const int anchors = anchors_of(spec);
        const int values = (spec.kind == SACCADE_GPU_YOLOX ? YOLOX_BOX : YOLOV8_BOX) + spec.classes;
        return has_outputs(spec, 1) && has_elements(spec, 0, size_of(anchors, values)) ? anchors : -1;
    }
    const int64_t map = size_of(spec.height, spec.width, spec.kind == SACCADE_GPU_MLSD ? 1 : spec.classes);
    const int64_t ends = size_of(spec.height, spec.width, 4);
    return has_outputs(spec, 2) && has_elements(spec, 0, map) && has_elements(spec, 1, ends) ? map : -1;
}

CandidateKind kind_of(const saccade_gpu_decoder_spec& spec) {
    switch (spec.kind) {
        case SACCADE_GPU_CENTERNET: return CENTERNET_PEAKS;
        case SACCADE_GPU_YOLOX: return YOLOX_ANCHORS;
        case SACCADE_GPU_YOLOV8: return YOLOV8_ANCHORS;
        default: return MLSD_LINES;
    }
}

CandidateParameters parameters_of(const saccade_gpu_decoder_spec& spec) {
    CandidateParameters p = {};
    for (int k = 0; k < spec.outputs; k++) p.outputs[k] = tensor_of(spec, k);
    p.kind = kind_of(spec);
    p.classes = spec.classes;
    p.height = spec.height;
    p.width = spec.width;
    p.anchors = anchors_of(spec);
    p.is_transposed = spec.transposed;
    p.is_decoded = spec.decoded;
    p.is_logits = spec.logits;
    p.is_planar = spec.planar;
    p.input_width = spec.inputWidth;
    p.input_height = spec.inputHeight;
    p.max_rows = spec.maxRows;
    p.stride = spec.stride;
    p.min_score = spec.minScore;
    p.prefilter = spec.kind == SACCADE_GPU_MLSD ? line_prefilter(spec.minScore, spec.logits) : spec.minScore;
    p.iou = spec.iou;
    p.min_length = spec.minLength;
    return p;
}

void find(Program& program, const saccade_gpu_decoder_spec& spec, int64_t candidates, size_t parameters) {
    if (!is_anchors(spec)) {
        program.launch("decoder_peaks", blocks_for(candidates, PEAK_THREADS, MOST_PEAK_BLOCKS), 1, 1, PEAK_THREADS, 1, 1,
                       0, parameters);
        return;
    }
    const bool is_rows = spec.kind == SACCADE_GPU_YOLOX || spec.transposed;
    const int each = is_rows ? ANCHOR_PARTS : ANCHOR_SIDE;
    program.launch("decoder_anchors", blocks_for(candidates, each, INT32_MAX), 1, 1, ANCHOR_SIDE, ANCHOR_PARTS, 1, 0,
                   parameters);
}

}  // namespace

Program* candidate_program(const saccade_gpu_decoder_spec& spec) {
    const int64_t candidates = candidates_of(spec);
    if (candidates < 0) return nullptr;
    const bool is_lines = spec.kind == SACCADE_GPU_MLSD;
    Program* program =
        new_decoder(spec, static_cast<int64_t>(spec.maxRows) * (is_lines ? LINE_ROW : BOX_ROW) * sizeof(float));
    if (!program) return nullptr;
    const size_t all = static_cast<size_t>(candidates);
    const size_t most = all < MAX_CANDIDATES ? all : MAX_CANDIDATES;
    const size_t words = (most + WORD - 1) / WORD;
    const size_t found = program->scratch(sizeof(int32_t));
    const Checked checked = check_outputs(*program, spec, found, 1);
    CandidateParameters p = parameters_of(spec);
    p.row_words = static_cast<int32_t>(words);
    p.unsound = checked.unsound;
    const size_t at = program->constant(&p, sizeof p);
    bind_tensors(*program, at, offsetof(CandidateParameters, outputs), spec);
    bind_end(*program, at, offsetof(CandidateParameters, unsound), offsetof(CandidateParameters, result), checked);
    program->points_to_scratch(at + offsetof(CandidateParameters, found), found);
    program->points_to_scratch(at + offsetof(CandidateParameters, keys), program->scratch(all * sizeof(uint64_t)));
    program->points_to_scratch(at + offsetof(CandidateParameters, kept), program->scratch(sizeof(int32_t)));
    program->points_to_scratch(at + offsetof(CandidateParameters, best), program->scratch(most * sizeof(Candidate)));
    if (is_anchors(spec)) {
        program->points_to_scratch(at + offsetof(CandidateParameters, labels), program->scratch(all * sizeof(int32_t)));
    }
    find(*program, spec, candidates, at);
    program->launch("decoder_best", 1, 1, 1, SORT_THREADS, 1, 1, 0, at);
    if (is_lines) {
        program->launch("decoder_lines", 1, 1, 1, PEAK_THREADS, 1, 1, 0, at);
        return whole(program);
    }
    const size_t table = most * words;
    program->points_to_scratch(at + offsetof(CandidateParameters, overlaps), program->scratch(table * sizeof(uint64_t)));
    program->launch("decoder_overlaps", blocks_for(static_cast<int64_t>(table), OVERLAP_THREADS, MOST_OVERLAP_BLOCKS), 1,
                    1, OVERLAP_THREADS, 1, 1, 0, at);
    program->launch("decoder_boxes", 1, 1, 1, WORD, 1, 1, 0, at);
    return whole(program);
}

}  // namespace saccade
