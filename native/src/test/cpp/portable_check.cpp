// Prints one checksum per kernel over fixed pseudo-random inputs. Two machines whose kernels give the same bits print
// the same lines.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <vector>

#include "saccade_kernels.h"

namespace {

struct Noise {
    uint32_t state = 12345;
    uint32_t next() { return (state = state * 1664525u + 1013904223u) >> 8; }
    float unit() { return next() / 16777216.0f; }
};

template <typename T>
uint64_t checksum(const std::vector<T>& values, size_t count) {
    uint64_t sum = 1469598103934665603ull;
    const unsigned char* bytes = reinterpret_cast<const unsigned char*>(values.data());
    for (size_t i = 0; i < count * sizeof(T); i++) sum = (sum ^ bytes[i]) * 1099511628211ull;
    return sum;
}

void preprocess() {
    constexpr int W = 203, H = 57, DW = 90, DH = 64;
    Noise noise;
    std::vector<uint8_t> frame(4 * W * H);
    for (uint8_t& v : frame) v = static_cast<uint8_t>(noise.next());
    for (int format = SACCADE_BGR24; format <= SACCADE_UYVY; format++) {
        for (int type = SACCADE_FLOAT32; type <= SACCADE_UINT8; type++) {
            for (int layout = SACCADE_NCHW; layout <= SACCADE_NHWC; layout++) {
                saccade_preprocess_spec s = {};
                s.format = format;
                s.matrix = 709;
                s.srcWidth = s.cropWidth = W;
                s.srcHeight = s.cropHeight = H;
                s.dstWidth = DW;
                s.dstHeight = DH;
                s.placeX = 3;
                s.placeY = 5;
                s.placeWidth = 81;
                s.placeHeight = 50;
                s.channels = 3;
                s.layout = layout;
                s.type = type;
                s.pad = 114;
                for (int c = 0; c < 3; c++) {
                    s.scale[c] = type == SACCADE_UINT8 ? 1.0f : 1 / 58.395f;
                    s.bias[c] = type == SACCADE_UINT8 ? 0.0f : -2.1179f;
                }
                const int64_t plan = saccade_preprocess_create(&s);
                const int stride = format <= SACCADE_RGB24 ? 3 * W : format >= SACCADE_YUYV ? 2 * W + 2 : W;
                std::vector<uint8_t> out(DW * DH * 3 * 4);
                const uint8_t* base = frame.data();
                const int level = saccade_preprocess_run(plan, base, base + W * H, base + 2 * W * H, stride,
                                                         format == SACCADE_NV12 ? W + 1 : W, W, out.data());
                printf("preprocess %d %d %d: %s %016llx\n", format, type, layout, level > 0 ? "ran" : "refused",
                       static_cast<unsigned long long>(checksum(out, out.size())));
                saccade_preprocess_destroy(plan);
            }
        }
    }
}

void postprocess() {
    Noise noise;
    constexpr int N = 16 * 40 * 40;
    std::vector<float> in(N), out(N), rows(6 * 4096);
    for (float& v : in) v = noise.unit();
    std::vector<uint8_t> mask(N);
    std::vector<int32_t> ints(N);

    for (float& v : in) v *= 40;
    saccade_softmax(in.data(), out.data(), 1001);
    printf("softmax %016llx\n", static_cast<unsigned long long>(checksum(out, 1001)));
    for (float& v : in) v /= 40;
    saccade_topk(in.data(), N, 64, ints.data(), out.data());
    printf("topK %016llx\n", static_cast<unsigned long long>(checksum(ints, 64)));
    saccade_argmax_planes(in.data(), 16, 1600, mask.data());
    printf("argmaxPlanes %016llx\n", static_cast<unsigned long long>(checksum(mask, 1600)));
    saccade_argmax_pixels(in.data(), 16, 1600, mask.data());
    printf("argmaxPixels %016llx\n", static_cast<unsigned long long>(checksum(mask, 1600)));
    saccade_mask_stats(mask.data(), 40, 40, 16, ints.data());
    printf("maskStats %016llx\n", static_cast<unsigned long long>(checksum(ints, 80)));
    saccade_threshold_mask(in.data(), N, 0.5f, mask.data());
    printf("thresholdMask %016llx\n", static_cast<unsigned long long>(checksum(mask, N)));

    saccade_argmax_planes_resized(in.data(), 16, 40, 40, 90, 61, mask.data());
    printf("argmaxPlanesResized %016llx\n", static_cast<unsigned long long>(checksum(mask, 90 * 61)));
    saccade_argmax_pixels_resized(in.data(), 16, 40, 40, 90, 61, mask.data());
    printf("argmaxPixelsResized %016llx\n", static_cast<unsigned long long>(checksum(mask, 90 * 61)));
    saccade_threshold_mask_resized(in.data(), 40, 40, 90, 61, 0.5f, mask.data());
    printf("thresholdMaskResized %016llx\n", static_cast<unsigned long long>(checksum(mask, 90 * 61)));

    float odd[3] = {1, -__builtin_inff(), 2};
    const bool sound = saccade_sound_floats(odd, 3) > 0 && saccade_sound_floats(in.data(), N) > 0;
    odd[1] = -__builtin_nanf("");
    const bool unsound = saccade_sound_floats(odd, 3) < 0;
    uint16_t halves[3] = {0x3c00, 0xfc00, 0x7bff};
    const bool sound_halves = saccade_sound_halves(halves, 3) > 0;
    halves[2] = 0x7c00;
    const bool unsound_halves = saccade_sound_halves(halves, 3) < 0;
    printf("soundFloats %d %d, soundHalves %d %d, within %d %d\n", sound, unsound, sound_halves, unsound_halves,
           saccade_within(in.data(), N, 0, 1) > 0, saccade_within(in.data(), N, 0, 0.9f) < 0);

    int n = saccade_centernet(in.data(), in.data() + N / 2, 8, 40, 40, 4, 0.7f, 0.5f, rows.data(), 4096);
    printf("centernet %d %016llx\n", n, static_cast<unsigned long long>(checksum(rows, 6 * n)));
    n = saccade_yolov8(in.data(), 12, 1600, 0, 0.7f, 0.5f, rows.data(), 4096);
    printf("yolov8 columns %d %016llx\n", n, static_cast<unsigned long long>(checksum(rows, 6 * n)));
    n = saccade_yolov8(in.data(), 12, 1600, 1, 0.7f, 0.5f, rows.data(), 4096);
    printf("yolov8 rows %d %016llx\n", n, static_cast<unsigned long long>(checksum(rows, 6 * n)));
    n = saccade_yolox(in.data(), 11, 256, 256, 0, 0.7f, 0.5f, rows.data(), 4096);
    printf("yolox %d %016llx\n", n, static_cast<unsigned long long>(checksum(rows, 6 * n)));
    n = saccade_mlsd(in.data(), in.data() + 1600, 1, 40, 40, 1, 2, 0.6f, 0.3f, rows.data(), 4096);
    printf("mlsd %d %016llx\n", n, static_cast<unsigned long long>(checksum(rows, 5 * n)));
}

}  // namespace

int main() {
    preprocess();
    postprocess();
    return 0;
}
