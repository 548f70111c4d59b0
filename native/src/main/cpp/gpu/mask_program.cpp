// Three launches: check, mask, statistics.
#include "decoder_program.h"

namespace saccade {

namespace {

constexpr int THREADS = 256;
constexpr int TILE = 1024;  // MASK_TILE of the kernel
constexpr int MOST_CLASSES = 255;
constexpr int64_t STATISTICS_ALIGN = 64;

MaskKind kind_of(const saccade_gpu_decoder_spec& spec) {
    switch (spec.kind) {
        case SACCADE_GPU_ARGMAX_PLANES: return MASK_OF_PLANES;
        case SACCADE_GPU_ARGMAX_PIXELS: return MASK_OF_PIXELS;
        default: return MASK_OF_THRESHOLD;
    }
}

}  // namespace

Program* mask_program(const saccade_gpu_decoder_spec& spec) {
    const bool is_threshold = spec.kind == SACCADE_GPU_THRESHOLD;
    if (spec.classes < 1 || spec.classes > MOST_CLASSES || !has_outputs(spec, 1)) return nullptr;
    if (!has_elements(spec, 0, size_of(spec.height, spec.width, is_threshold ? 1 : spec.classes))) return nullptr;
    const bool is_given = spec.outHeight != 0 || spec.outWidth != 0;
    const int height = is_given ? spec.outHeight : spec.height, width = is_given ? spec.outWidth : spec.width;
    const int64_t pixels = size_of(height, width);
    if (pixels < 0) return nullptr;
    const int64_t words = static_cast<int64_t>(spec.classes) * STATISTICS;
    const int64_t bytes = (words * sizeof(int32_t) + STATISTICS_ALIGN - 1) / STATISTICS_ALIGN * STATISTICS_ALIGN;
    Program* program = new_decoder(spec, bytes + pixels);
    if (!program) return nullptr;
    const size_t statistics = program->scratch(static_cast<size_t>(words) * sizeof(int32_t));
    const Checked checked = check_outputs(*program, spec, statistics, static_cast<int>(words));
    MaskParameters p = {};
    p.scores = tensor_of(spec, 0);
    p.kind = kind_of(spec);
    p.classes = spec.classes;
    p.height = spec.height;
    p.width = spec.width;
    p.out_height = height;
    p.out_width = width;
    p.is_resized = height != spec.height || width != spec.width;
    p.threshold = spec.threshold;
    p.unsound = checked.unsound;
    const size_t at = program->constant(&p, sizeof p);
    bind_tensors(*program, at, offsetof(MaskParameters, scores), spec);
    bind_end(*program, at, offsetof(MaskParameters, unsound), offsetof(MaskParameters, result), checked);
    program->points_to_scratch(at + offsetof(MaskParameters, statistics), statistics);
    program->points_to_binding(at + offsetof(MaskParameters, mask), program->bindings() - 1,
                               sizeof(saccade_gpu_result) + static_cast<size_t>(bytes));
    program->launch("decoder_mask", blocks_for(pixels, TILE, INT32_MAX), 1, 1, THREADS, 1, 1, 0, at);
    program->launch("decoder_mask_end", 1, 1, 1, THREADS, 1, 1, 0, at);
    return whole(program);
}

}  // namespace saccade
