// A program under construction: constants and parameters in one image, scratch memory behind it, and the launches. An
// image is made without knowing where it will lie: places that hold addresses are remembered and filled in later.
#ifndef SACCADE_GPU_PROGRAM_H
#define SACCADE_GPU_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "../saccade_gpu.h"

namespace saccade {

class Program {
  public:
    static constexpr int MOST_LAUNCHES = 16;
    static constexpr int MOST_ADDRESSES = 128;
    static constexpr size_t ALIGN = 256;

    // What a preprocess program is bound to, in this order.
    enum { FRAME = 0, TENSOR = 1, PREPROCESS_RESULT = 2, PREPROCESS_BINDINGS = 3 };

    Program(int bindings, int64_t result_bytes) : bindings_(bindings), result_bytes_(result_bytes) {}
    ~Program();

    // For the C interface: a program of its own, or null; and its address once it is built, or 0, and it is gone, when
    // it is not whole.
    static Program* make(int bindings, int64_t result_bytes);
    static int64_t finished(Program* program);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Room in the image, zeroed, on a boundary of ALIGN; its offset.
    size_t constant(const void* bytes, size_t count);
    // Room behind the image that nobody initialises, on a boundary of ALIGN; its offset there.
    size_t scratch(size_t bytes);

    // The image's 64-bit word at this offset will hold an address: of a constant, of scratch, or of a binding.
    void points_to_constant(size_t word, size_t constant);
    void points_to_scratch(size_t word, size_t scratch);
    void points_to_binding(size_t word, int binding, size_t offset = 0);

    void launch(const char* kernel, int grid_x, int grid_y, int grid_z, int block_x, int block_y, int block_z,
                int shared_bytes, size_t parameters);

    // Of preprocess: frames of this kind are what it takes.
    void reads_frames_of(const saccade_preprocess_spec& spec) {
        spec_ = spec;
        reads_frames_ = true;
    }
    bool accepts(const uint8_t* const planes[3], const int strides[3]) const;

    // Bytes that it cannot do without moving: of its inputs and its output, each once.
    void moves(int64_t bytes) { traffic_bytes_ = bytes; }
    int64_t traffic_bytes() const { return traffic_bytes_; }

    void fail() { whole_ = false; }

    // False after any call that ran out of memory or of room: such a program is of no use.
    bool is_whole() const { return whole_; }

    int launches() const { return launch_count_; }
    const saccade_gpu_launch& launch_at(int i) const { return launches_[i]; }
    int bindings() const { return bindings_; }
    int64_t result_bytes() const { return result_bytes_; }
    size_t image_bytes() const { return image_bytes_; }
    size_t block_bytes() const { return image_bytes_ + scratch_bytes_; }
    void image(uint64_t base, const int64_t* bindings, uint8_t* to) const;

  private:
    enum class Target : uint32_t { CONSTANT, SCRATCH, BINDING };
    struct Address {
        size_t word;
        Target target;
        int binding;
        size_t offset;
    };

    void point(size_t word, Target target, int binding, size_t offset);

    int bindings_;
    int64_t result_bytes_;
    uint8_t* image_ = nullptr;
    size_t image_bytes_ = 0;
    size_t scratch_bytes_ = 0;
    Address addresses_[MOST_ADDRESSES];
    int address_count_ = 0;
    saccade_gpu_launch launches_[MOST_LAUNCHES];
    int launch_count_ = 0;
    saccade_preprocess_spec spec_ = {};
    bool reads_frames_ = false;
    int64_t traffic_bytes_ = 0;
    bool whole_ = true;
};

}  // namespace saccade

#endif
