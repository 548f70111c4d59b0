#include "program.h"

#include <stdlib.h>
#include <string.h>

#include <new>

#include "../../cuda/abi.h"
#include "../preprocess_spec.h"

namespace saccade {

namespace {

size_t aligned(size_t bytes) { return (bytes + Program::ALIGN - 1) / Program::ALIGN * Program::ALIGN; }

}  // namespace

Program* Program::make(int bindings, int64_t result_bytes) {
    void* memory = malloc(sizeof(Program));
    return memory ? new (memory) Program(bindings, result_bytes) : nullptr;
}

int64_t Program::finished(Program* program) {
    if (program->is_whole()) return reinterpret_cast<int64_t>(program);
    program->~Program();
    free(program);
    return 0;
}

bool Program::accepts(const uint8_t* const planes[3], const int strides[3]) const {
    return reads_frames_ && saccade::accepts(spec_, planes, strides);
}

Program::~Program() { free(image_); }

size_t Program::constant(const void* bytes, size_t count) {
    const size_t at = image_bytes_;
    uint8_t* grown = static_cast<uint8_t*>(realloc(image_, at + aligned(count)));
    if (!grown) {
        whole_ = false;
        return 0;
    }
    image_ = grown;
    memset(image_ + at, 0, aligned(count));
    memcpy(image_ + at, bytes, count);
    image_bytes_ = at + aligned(count);
    return at;
}

size_t Program::scratch(size_t bytes) {
    const size_t at = scratch_bytes_;
    scratch_bytes_ += aligned(bytes);
    return at;
}

void Program::points_to_constant(size_t word, size_t constant) { point(word, Target::CONSTANT, 0, constant); }

void Program::points_to_scratch(size_t word, size_t scratch) { point(word, Target::SCRATCH, 0, scratch); }

void Program::points_to_binding(size_t word, int binding, size_t offset) {
    point(word, Target::BINDING, binding, offset);
}

void Program::point(size_t word, Target target, int binding, size_t offset) {
    if (address_count_ == MOST_ADDRESSES || word + sizeof(uint64_t) > image_bytes_ || binding >= bindings_) {
        whole_ = false;
        return;
    }
    addresses_[address_count_++] = {word, target, binding, offset};
}

void Program::launch(const char* kernel, int grid_x, int grid_y, int grid_z, int block_x, int block_y, int block_z,
                     int shared_bytes, size_t parameters) {
    if (launch_count_ == MOST_LAUNCHES || strlen(kernel) >= SACCADE_GPU_NAME) {
        whole_ = false;
        return;
    }
    saccade_gpu_launch& launch = launches_[launch_count_++];
    launch = {};
    strcpy(launch.kernel, kernel);
    launch.gridX = grid_x;
    launch.gridY = grid_y;
    launch.gridZ = grid_z;
    launch.blockX = block_x;
    launch.blockY = block_y;
    launch.blockZ = block_z;
    launch.sharedBytes = shared_bytes;
    launch.parameters = static_cast<int64_t>(parameters);
}

void Program::image(uint64_t base, const int64_t* bindings, uint8_t* to) const {
    memcpy(to, image_, image_bytes_);
    for (int i = 0; i < address_count_; i++) {
        const Address& a = addresses_[i];
        const uint64_t from = a.target == Target::CONSTANT  ? base
                              : a.target == Target::SCRATCH ? base + image_bytes_
                                                            : static_cast<uint64_t>(bindings[a.binding]);
        const uint64_t address = from + a.offset;
        memcpy(to + a.word, &address, sizeof address);
    }
}

}  // namespace saccade

using saccade::Program;

namespace {

Program* of(int64_t program) { return reinterpret_cast<Program*>(program); }

}  // namespace

void saccade_gpu_destroy(int64_t program) {
    if (!program) return;
    of(program)->~Program();
    free(of(program));
}

int saccade_gpu_launches(int64_t program) { return of(program)->launches(); }

int saccade_gpu_launch_at(int64_t program, int i, saccade_gpu_launch* launch) {
    if (i < 0 || i >= of(program)->launches()) return -1;
    *launch = of(program)->launch_at(i);
    return 0;
}

int64_t saccade_gpu_block_bytes(int64_t program) { return static_cast<int64_t>(of(program)->block_bytes()); }

int64_t saccade_gpu_image_bytes(int64_t program) { return static_cast<int64_t>(of(program)->image_bytes()); }

int saccade_gpu_bindings(int64_t program) { return of(program)->bindings(); }

int saccade_gpu_image(int64_t program, int64_t base, const int64_t* bindings, void* image) {
    of(program)->image(static_cast<uint64_t>(base), bindings, static_cast<uint8_t*>(image));
    return 0;
}

int saccade_gpu_accepts(int64_t program, const void* frame) {
    const saccade_gpu_frame* f = static_cast<const saccade_gpu_frame*>(frame);
    const uint8_t* planes[3];
    for (int i = 0; i < 3; i++) planes[i] = reinterpret_cast<const uint8_t*>(f->plane[i]);
    return of(program)->accepts(planes, f->stride);
}

int64_t saccade_gpu_traffic_bytes(int64_t program) { return of(program)->traffic_bytes(); }

int64_t saccade_gpu_result_bytes(int64_t program) { return of(program)->result_bytes(); }
