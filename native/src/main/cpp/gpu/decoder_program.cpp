#include "decoder_program.h"

#include <limits.h>
#include <stdlib.h>

#include <new>

namespace saccade {

namespace {

constexpr int THREADS = 256;
constexpr int MOST_BLOCKS = 264;  // two for each multiprocessor of the largest device
constexpr int BYTES_A_THREAD = 16;

}  // namespace

int64_t size_of(int a, int b, int c) {
    if (a < 1 || b < 1 || c < 1) return -1;
    const int64_t pair = static_cast<int64_t>(a) * b;
    return pair > INT_MAX || pair * c > INT_MAX ? -1 : pair * c;
}

bool has_outputs(const saccade_gpu_decoder_spec& spec, int outputs) { return spec.outputs == outputs; }

bool has_elements(const saccade_gpu_decoder_spec& spec, int k, int64_t elements) {
    const int type = spec.types[k];
    return elements > 0 && spec.elements[k] == elements && (type == SACCADE_FLOAT32 || type == SACCADE_FLOAT16);
}

int blocks_for(int64_t items, int each, int most) {
    const int64_t blocks = (items + each - 1) / each;
    return static_cast<int>(blocks < most ? blocks : most);
}

Program* new_decoder(const saccade_gpu_decoder_spec& spec, int64_t payload_bytes) {
    void* memory = malloc(sizeof(Program));
    if (!memory) return nullptr;
    return new (memory) Program(spec.outputs + 1, static_cast<int64_t>(sizeof(saccade_gpu_result)) + payload_bytes);
}

Program* whole(Program* program) {
    if (program->is_whole()) return program;
    saccade_gpu_destroy(reinterpret_cast<int64_t>(program));
    return nullptr;
}

Tensor tensor_of(const saccade_gpu_decoder_spec& spec, int k) {
    return {0, spec.elements[k], spec.types[k] == SACCADE_FLOAT16, 0};
}

void bind_tensors(Program& program, size_t parameters, size_t tensors, const saccade_gpu_decoder_spec& spec) {
    for (int k = 0; k < spec.outputs; k++) {
        program.points_to_binding(parameters + tensors + k * sizeof(Tensor) + offsetof(Tensor, address), k);
    }
}

void bind_end(Program& program, size_t parameters, size_t unsound, size_t result, const Checked& checked) {
    program.points_to_scratch(parameters + unsound + offsetof(Unsound, words), checked.words);
    program.points_to_binding(parameters + result, program.bindings() - 1);
}

Checked check_outputs(Program& program, const saccade_gpu_decoder_spec& spec, size_t zeroed, int zeros) {
    SoundParameters p = {};
    p.count = spec.outputs;
    p.zeros = zeros;
    int64_t bytes = 0;
    for (int k = 0; k < spec.outputs; k++) {
        p.outputs[k] = tensor_of(spec, k);
        bytes += spec.elements[k] * (p.outputs[k].is_half ? 2 : 4);
    }
    p.unsound.count = blocks_for(bytes, THREADS * BYTES_A_THREAD, MOST_BLOCKS);
    const Checked checked = {program.scratch(sizeof(uint32_t) * static_cast<size_t>(p.unsound.count)), p.unsound};
    const size_t at = program.constant(&p, sizeof p);
    bind_tensors(program, at, offsetof(SoundParameters, outputs), spec);
    program.points_to_scratch(at + offsetof(SoundParameters, zeroed), zeroed);
    bind_end(program, at, offsetof(SoundParameters, unsound), offsetof(SoundParameters, result), checked);
    program.launch("decoder_sound", p.unsound.count, 1, 1, THREADS, 1, 1, 0, at);
    return checked;
}

}  // namespace saccade

int64_t saccade_gpu_decoder(const saccade_gpu_decoder_spec* spec) {
    if (!spec) return 0;
    saccade::Program* program = nullptr;
    switch (spec->kind) {
        case SACCADE_GPU_SOFTMAX:
        case SACCADE_GPU_LOGITS: program = saccade::class_program(*spec); break;
        case SACCADE_GPU_CENTERNET:
        case SACCADE_GPU_YOLOX:
        case SACCADE_GPU_YOLOV8:
        case SACCADE_GPU_MLSD: program = saccade::candidate_program(*spec); break;
        case SACCADE_GPU_ARGMAX_PLANES:
        case SACCADE_GPU_ARGMAX_PIXELS:
        case SACCADE_GPU_THRESHOLD: program = saccade::mask_program(*spec); break;
        default: break;
    }
    return reinterpret_cast<int64_t>(program);
}
