// Two launches: check, then everything else in one block.
#include "decoder_program.h"

namespace saccade {

namespace {

constexpr int THREADS = 256;  // CLASS_THREADS of the kernel

}  // namespace

Program* class_program(const saccade_gpu_decoder_spec& spec) {
    if (!has_outputs(spec, 1) || !has_elements(spec, 0, size_of(spec.classes))) return nullptr;
    if (spec.top < 1 || spec.top > MOST_TOP || spec.top > spec.classes) return nullptr;
    Program* program = new_decoder(spec, static_cast<int64_t>(spec.top) * (sizeof(int32_t) + sizeof(float)));
    if (!program) return nullptr;
    const size_t values = program->scratch(sizeof(float) * static_cast<size_t>(spec.classes));
    const Checked checked = check_outputs(*program, spec, values, 0);
    ClassParameters p = {};
    p.scores = tensor_of(spec, 0);
    p.is_logits = spec.kind == SACCADE_GPU_LOGITS;
    p.top = spec.top;
    p.unsound = checked.unsound;
    const size_t at = program->constant(&p, sizeof p);
    bind_tensors(*program, at, offsetof(ClassParameters, scores), spec);
    program->points_to_scratch(at + offsetof(ClassParameters, values), values);
    bind_end(*program, at, offsetof(ClassParameters, unsound), offsetof(ClassParameters, result), checked);
    program->launch("decoder_classes", 1, 1, 1, THREADS, 1, 1, 0, at);
    return whole(program);
}

}  // namespace saccade
