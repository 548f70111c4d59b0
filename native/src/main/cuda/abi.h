// What host and device code share: the blocks that a launch reads and the result that the host reads. Plain data of
// fixed size, the same under g++, nvcc and NVRTC (which has no standard headers).
#ifndef SACCADE_CUDA_ABI_H
#define SACCADE_CUDA_ABI_H

#if defined(__CUDACC_RTC__)
typedef signed char int8_t;
typedef unsigned char uint8_t;
typedef short int16_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
#else
#include <stdint.h>
#endif

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

// faults of a result; above 0: 1 + index of the output that holds NaN or infinity
enum saccade_gpu_fault { SACCADE_GPU_SOUND = 0, SACCADE_GPU_NO_PROBABILITIES = -1 };

// What a decoder leaves for the host, followed by its payload. Times are of the device's own clock: only differences
// mean something. The payload by decoder kind:
//   boxes     float rows[count][6]: x1, y1, x2, y2 in pixels of the model's input, score, class; best first
//   lines     float rows[count][5]: x1, y1, x2, y2, score; best first
//   classes   int32 indices[top], float values[top]; count of them are set, best first
//   masks     int32 stats[classes][5] as saccade_mask_stats gives them, padded to 64 bytes; uint8 mask[height][width]
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
