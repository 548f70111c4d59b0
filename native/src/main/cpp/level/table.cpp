#include "entries.h"

namespace saccade {
namespace SACCADE_LEVEL_NAMESPACE {

const KernelTable table = {
    SACCADE_LEVEL,
    preprocess,
    softmax,
    topk,
    argmax_planes,
    argmax_pixels,
    threshold_mask,
    argmax_planes_resized,
    argmax_pixels_resized,
    threshold_mask_resized,
    mask_stats,
    centernet,
    yolov8,
    yolox,
    mlsd,
    sound_floats,
    sound_halves,
    within,
};

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
