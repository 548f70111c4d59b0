// Parameters of the decoders' kernels, as the host writes them. Words of 64 bits are addresses in device memory.
#ifndef SACCADE_CUDA_DECODER_PARAMETERS_H
#define SACCADE_CUDA_DECODER_PARAMETERS_H

#include "abi.h"

namespace saccade {

// An output of the engine.
struct Tensor {
    uint64_t address;
    int64_t elements;
    int32_t is_half;
    int32_t reserved;
};

// What the first launch of a decoder leaves for the last: a word per block, bit k set when output k is unsound.
struct Unsound {
    uint64_t words;
    int32_t count;
    int32_t reserved;
};

// decoder_sound: stamps, checks all outputs, zeroes what later launches count in.
struct SoundParameters {
    Tensor outputs[4];
    int32_t count;
    int32_t zeros;       // words
    uint64_t zeroed;     // uint32_t[zeros]
    Unsound unsound;
    uint64_t result;
};

constexpr int MOST_TOP = 64;

// decoder_classes
struct ClassParameters {
    Tensor scores;
    int32_t is_logits;
    int32_t top;
    uint64_t values;     // float[elements], scratch
    Unsound unsound;
    uint64_t result;
};

enum CandidateKind : int32_t { CENTERNET_PEAKS, YOLOX_ANCHORS, YOLOV8_ANCHORS, MLSD_LINES };

// decoder_anchors | decoder_peaks, then decoder_best, then decoder_overlaps and decoder_boxes | decoder_lines.
struct CandidateParameters {
    Tensor outputs[2];
    int32_t kind;
    int32_t classes;
    int32_t height, width;
    int32_t anchors;
    int32_t is_transposed, is_decoded, is_logits, is_planar;
    int32_t input_width, input_height;
    int32_t max_rows;
    float stride, min_score, prefilter, iou, min_length;
    int32_t row_words;   // of the table of overlaps
    uint64_t found;      // int32_t, zeroed: how many keys there are
    uint64_t keys;       // uint64_t of each candidate, see order_key
    uint64_t labels;     // int32_t of each anchor
    uint64_t kept;       // int32_t: how many of the best there are
    uint64_t best;       // Candidate[kept], best first
    uint64_t overlaps;   // uint64_t[kept][row_words]: bit j of row i: j comes later, has i's class and overlaps it
    Unsound unsound;
    uint64_t result;
};

enum MaskKind : int32_t { MASK_OF_PLANES, MASK_OF_PIXELS, MASK_OF_THRESHOLD };

constexpr int STATISTICS = 5;

// decoder_mask, then decoder_mask_end.
struct MaskParameters {
    Tensor scores;
    int32_t kind;
    int32_t classes;
    int32_t height, width;
    int32_t out_height, out_width;
    int32_t is_resized;
    float threshold;
    uint64_t statistics;  // int32_t[classes][STATISTICS], zeroed: see MaskStatistics
    uint64_t mask;        // uint8_t[out_height][out_width]
    Unsound unsound;
    uint64_t result;
};

}  // namespace saccade

#endif
