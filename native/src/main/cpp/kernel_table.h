// One table of entry points per instruction-set level. Code of a level never calls code of another, and nothing of a
// level but its table has external linkage: a shared inline function compiled for a high level could otherwise be the
// copy that the linker keeps for a low one.
#ifndef SACCADE_KERNEL_TABLE_H
#define SACCADE_KERNEL_TABLE_H

#include <stdint.h>

namespace saccade {

struct Plan;

enum Kernel {
    PREPROCESS,
    SOFTMAX,
    TOPK,
    ARGMAX_PLANES,
    ARGMAX_PIXELS,
    THRESHOLD_MASK,
    ARGMAX_PLANES_RESIZED,
    ARGMAX_PIXELS_RESIZED,
    THRESHOLD_MASK_RESIZED,
    MASK_STATS,
    CENTERNET,
    YOLOV8,
    YOLOX,
    MLSD,
    SOUND_FLOATS,
    SOUND_HALVES,
    WITHIN,
    KERNELS
};

// The level of the code that last ran each kernel, written by that code itself.
extern int last_level[KERNELS];

struct KernelTable {
    int level;
    int (*preprocess)(const Plan&, const uint8_t* const planes[3], const int strides[3], void* dst);
    int (*softmax)(const float*, float*, int);
    int (*topk)(const float*, int, int, int32_t*, float*);
    int (*argmax_planes)(const float*, int, int, uint8_t*);
    int (*argmax_pixels)(const float*, int, int, uint8_t*);
    int (*threshold_mask)(const float*, int, float, uint8_t*);
    int (*argmax_planes_resized)(const float*, int, int, int, int, int, uint8_t*);
    int (*argmax_pixels_resized)(const float*, int, int, int, int, int, uint8_t*);
    int (*threshold_mask_resized)(const float*, int, int, int, int, float, uint8_t*);
    int (*mask_stats)(const uint8_t*, int, int, int, int32_t*);
    int (*centernet)(const float*, const float*, int, int, int, float, float, float, float*, int);
    int (*yolov8)(const float*, int, int, int, float, float, float*, int);
    int (*yolox)(const float*, int, int, int, int, float, float, float*, int);
    int (*mlsd)(const float*, const float*, int, int, int, int, float, float, float, float*, int);
    int (*sound_floats)(const float*, int64_t);
    int (*sound_halves)(const uint16_t*, int64_t);
    int (*within)(const float*, int, float, float);
};

#if defined(__x86_64__)
namespace v2 {
extern const KernelTable table;
}
namespace v3 {
extern const KernelTable table;
}
namespace v4 {
extern const KernelTable table;
}
#else
namespace arm64 {
extern const KernelTable table;
}
#endif

}  // namespace saccade

#endif
