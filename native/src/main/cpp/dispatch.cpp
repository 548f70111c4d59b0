// Chooses the level once, when the library loads, and forwards the C interface to the table of that level.
#include <string.h>

#include "kernel_table.h"
#include "preprocess_plan.h"
#include "saccade_kernels.h"

namespace saccade {

int last_level[KERNELS];

namespace {

const char* const NAMES[KERNELS] = {
    "preprocess",
    "softmax",
    "topK",
    "argmaxPlanes",
    "argmaxPixels",
    "thresholdMask",
    "argmaxPlanesResized",
    "argmaxPixelsResized",
    "thresholdMaskResized",
    "maskStats",
    "centernet",
    "yolov8",
    "yolox",
    "mlsd",
    "soundFloats",
    "soundHalves",
    "within",
};

const KernelTable* current;

const KernelTable* supported(int level) {
#if defined(__x86_64__)
    switch (level) {
        case 2: return __builtin_cpu_supports("x86-64-v2") ? &v2::table : nullptr;
        case 3: return __builtin_cpu_supports("x86-64-v3") ? &v3::table : nullptr;
        case 4: return __builtin_cpu_supports("x86-64-v4") ? &v4::table : nullptr;
        default: return nullptr;
    }
#else
    return level == 1 ? &arm64::table : nullptr;
#endif
}

const KernelTable* best() {
    for (int level = 4; level > 0; level--) {
        if (const KernelTable* table = supported(level)) return table;
    }
    return nullptr;
}

__attribute__((constructor)) void choose() {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    current = best();
}

const KernelTable& now() { return *__atomic_load_n(&current, __ATOMIC_RELAXED); }

}  // namespace
}  // namespace saccade

using saccade::now;

int saccade_level(void) {
    const saccade::KernelTable* table = __atomic_load_n(&saccade::current, __ATOMIC_RELAXED);
    return table ? table->level : 0;
}

int saccade_supported_level(void) {
    const saccade::KernelTable* table = saccade::best();
    return table ? table->level : 0;
}

int saccade_force_level(int level) {
    if (const saccade::KernelTable* table = saccade::supported(level)) {
        __atomic_store_n(&saccade::current, table, __ATOMIC_RELAXED);
    }
    return saccade_level();
}

int saccade_level_of(const char* kernel) {
    for (int k = 0; k < saccade::KERNELS; k++) {
        if (strcmp(kernel, saccade::NAMES[k]) == 0) return __atomic_load_n(&saccade::last_level[k], __ATOMIC_RELAXED);
    }
    return -1;
}

void saccade_copy(void* dst, const void* src, int64_t bytes) { memcpy(dst, src, static_cast<size_t>(bytes)); }

int saccade_rows_equal(const void* a, int stride_a, const void* b, int stride_b, int row_bytes, int rows) {
    const char* x = static_cast<const char*>(a);
    const char* y = static_cast<const char*>(b);
    for (int row = 0; row < rows; row++, x += stride_a, y += stride_b) {
        if (memcmp(x, y, static_cast<size_t>(row_bytes)) != 0) return 0;
    }
    return 1;
}

void saccade_evict(const void* address, int64_t bytes) {
    constexpr int64_t LINE = 64;
    const char* first = reinterpret_cast<const char*>(reinterpret_cast<intptr_t>(address) / LINE * LINE);
    const char* end = static_cast<const char*>(address) + bytes;
    for (const char* line = first; line < end; line += LINE) {
#if defined(__x86_64__)
        __builtin_ia32_clflush(line);
#else
        asm volatile("dc civac, %0" : : "r"(line) : "memory");
#endif
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

int saccade_preprocess_run(int64_t plan, const uint8_t* plane0, const uint8_t* plane1, const uint8_t* plane2,
                           int stride0, int stride1, int stride2, void* dst) {
    const uint8_t* const planes[3] = {plane0, plane1, plane2};
    const int strides[3] = {stride0, stride1, stride2};
    const saccade::Plan* p = reinterpret_cast<const saccade::Plan*>(plan);
    if (!p || !dst || !saccade::accepts(p->spec, planes, strides)) return -1;
    return now().preprocess(*p, planes, strides, dst);
}

int saccade_softmax(const float* in, float* out, int n) { return now().softmax(in, out, n); }

int saccade_topk(const float* in, int n, int k, int32_t* indices, float* values) {
    return now().topk(in, n, k, indices, values);
}

int saccade_argmax_planes(const float* planes, int classes, int pixels, uint8_t* mask) {
    return now().argmax_planes(planes, classes, pixels, mask);
}

int saccade_argmax_pixels(const float* values, int classes, int pixels, uint8_t* mask) {
    return now().argmax_pixels(values, classes, pixels, mask);
}

int saccade_threshold_mask(const float* values, int pixels, float threshold, uint8_t* mask) {
    return now().threshold_mask(values, pixels, threshold, mask);
}

int saccade_argmax_planes_resized(const float* planes, int classes, int height, int width, int out_height,
                                  int out_width, uint8_t* mask) {
    return now().argmax_planes_resized(planes, classes, height, width, out_height, out_width, mask);
}

int saccade_argmax_pixels_resized(const float* values, int classes, int height, int width, int out_height,
                                  int out_width, uint8_t* mask) {
    return now().argmax_pixels_resized(values, classes, height, width, out_height, out_width, mask);
}

int saccade_threshold_mask_resized(const float* values, int height, int width, int out_height, int out_width,
                                   float threshold, uint8_t* mask) {
    return now().threshold_mask_resized(values, height, width, out_height, out_width, threshold, mask);
}

int saccade_mask_stats(const uint8_t* mask, int width, int height, int classes, int32_t* stats) {
    return now().mask_stats(mask, width, height, classes, stats);
}

int saccade_centernet(const float* heat, const float* sizes, int classes, int height, int width, float stride,
                      float min_score, float iou, float* rows, int max_rows) {
    return now().centernet(heat, sizes, classes, height, width, stride, min_score, iou, rows, max_rows);
}

int saccade_yolov8(const float* values, int classes, int anchors, int transposed, float min_score, float iou,
                   float* rows, int max_rows) {
    return now().yolov8(values, classes, anchors, transposed, min_score, iou, rows, max_rows);
}

int saccade_yolox(const float* values, int classes, int input_width, int input_height, int decoded, float min_score,
                  float iou, float* rows, int max_rows) {
    return now().yolox(values, classes, input_width, input_height, decoded, min_score, iou, rows, max_rows);
}

int saccade_mlsd(const float* centre, const float* displacement, int planar, int height, int width, int logits,
                 float stride, float min_score, float min_length, float* rows, int max_rows) {
    return now().mlsd(centre, displacement, planar, height, width, logits, stride, min_score, min_length, rows,
                      max_rows);
}

int saccade_sound_floats(const float* values, int64_t n) { return now().sound_floats(values, n); }

int saccade_sound_halves(const uint16_t* values, int64_t n) { return now().sound_halves(values, n); }

int saccade_within(const float* values, int n, float lowest, float highest) {
    return now().within(values, n, lowest, highest);
}
