// What host and device code share: the blocks that a launch reads and the result that the host reads. Plain data of
// fixed size, the same under g++, nvcc and NVRTC (which has no standard headers).
#ifndef SACCADE_CUDA_ABI_H
#define SACCADE_CUDA_ABI_H

#include "../cpp/arithmetic/integers.h"

// Where a frame lies, written by the host before each launch, readable by the device.
struct saccade_gpu_frame {
    uint64_t plane[3];
    int32_t stride[3];
    int32_t reserved;
};

// What fault_spin reads, on a boundary of 16: it ends once the 32-bit word at `released`, which host and device both
// reach, is not 0, or after most_ns. fault_trap takes the same and reads none of it. Launched with one thread each.
struct saccade_gpu_spin {
    uint64_t released;
    uint64_t most_ns;
};

// faults of a result; above 0: 1 + index of the first output that holds NaN or positive infinity
enum saccade_gpu_fault { SACCADE_GPU_SOUND = 0, SACCADE_GPU_NO_PROBABILITIES = -1 };

// What a decoder leaves for the host, followed by its payload. Times are of the device's own clock: only differences
// mean something. The payload by decoder kind:
//   boxes     float rows[count][6]: x1, y1, x2, y2 in pixels of the model's input, score, class; best first
//   lines     float rows[count][5]: x1, y1, x2, y2, score; best first
//   classes   int32 indices[top], float values[top]; count of them are set, best first
//   masks     int32 stats[classes][5] as saccade_mask_stats gives them, padded to 64 bytes; uint8 mask[height][width]
//             (count: the classes)
struct saccade_gpu_result {
    uint64_t begun_ns;         // the preprocess kernel began
    uint64_t preprocessed_ns;  // it ended
    uint64_t inferred_ns;      // the first decoder kernel began
    uint64_t decoded_ns;       // the last one ended
    int32_t fault;
    int32_t count;
    int32_t reserved[6];
};

#endif
