// Scores to the best classes, by one block.
#include "decoders.h"

#include "../cpp/arithmetic/boxes.h"
#include "../cpp/arithmetic/exponential.h"
#include "../cpp/arithmetic/soundness.h"

namespace saccade {
namespace {

constexpr int CLASS_THREADS = 256;
constexpr int CLASS_GROUP = 16;  // the square root of that
constexpr uint64_t NO_KEY = ~static_cast<uint64_t>(0);

// Of the whole block, once per thread's own value; values is shared. Two steps of sixteen each.
template <typename T, typename Better>
DEVICE T best_of_block(T* values, T own, const Better& better) {
    const int me = static_cast<int>(thread().x);
    values[me] = own;
    barrier();
    T best = own;
    if (me < CLASS_GROUP) {
        for (int k = me; k < CLASS_THREADS; k += CLASS_GROUP) best = better(values[k], best) ? values[k] : best;
    }
    barrier();
    if (me < CLASS_GROUP) values[me] = best;
    barrier();
    best = values[0];
    for (int k = 1; k < CLASS_GROUP; k++) best = better(values[k], best) ? values[k] : best;
    barrier();
    return best;
}

struct Greater {
    DEVICE bool operator()(float a, float b) const { return a > b; }
};

struct Less {
    DEVICE bool operator()(uint64_t a, uint64_t b) const { return a < b; }
};

// A softmax in place, added up as the CPU's does it.
DEVICE void softmax(float* values, int n, float* shared_floats, double* lanes) {
    const int me = static_cast<int>(thread().x);
    float own = -infinite();
    for (int i = me; i < n; i += CLASS_THREADS) own = values[i] > own ? values[i] : own;
    const float most = best_of_block(shared_floats, own, Greater{});
    for (int i = me; i < n; i += CLASS_THREADS) values[i] = exp_below<float, uint32_t>(values[i], most);
    barrier();
    if (me < SUM_LANES) {
        double sum = 0;
        for (int i = me; i < n; i += SUM_LANES) sum += static_cast<double>(values[i]);
        lanes[me] = sum;
    }
    barrier();
    double sum = 0;
    for (int k = 0; k < SUM_LANES; k++) sum += lanes[k];
    const float scale = softmax_scale(sum);
    for (int i = me; i < n; i += CLASS_THREADS) values[i] *= scale;
}

}  // namespace

// One block of CLASS_THREADS.
KERNEL(decoder_classes, ClassParameters) {
    SHARED uint64_t keys[CLASS_THREADS];
    SHARED float floats_of_block[CLASS_THREADS];
    SHARED double lanes[SUM_LANES];
    SHARED uint32_t unsound;
    SHARED uint32_t improbable;
    const int me = static_cast<int>(thread().x);
    const int n = static_cast<int>(p.scores.elements);
    float* values = pointer<float>(p.values);
    const TensorView scores = {p.scores};
    if (me == 0) improbable = 0;
    uint32_t any = all_of(p.unsound, unsound);
    for (int i = me; i < n; i += CLASS_THREADS) {
        values[i] = scores[i];
        if (!p.is_logits && is_outside(values[i], LOWEST_PROBABILITY, HIGHEST_PROBABILITY)) atomic_or(&improbable, 1);
    }
    if (p.is_logits) softmax(values, n, floats_of_block, lanes);
    barrier();
    const int32_t fault = any ? fault_of(any) : improbable ? SACCADE_GPU_NO_PROBABILITIES : SACCADE_GPU_SOUND;
    int32_t* indices = payload<int32_t>(p.result);
    float* best_values = payload<float>(p.result) + p.top;
    int count = 0;
    for (uint64_t last = 0; fault == SACCADE_GPU_SOUND && count < p.top; count++) {
        uint64_t own = NO_KEY;
        for (int i = me; i < n; i += CLASS_THREADS) {
            const uint64_t key = order_key(values[i], i);
            if (key > last && key < own) own = key;
        }
        last = best_of_block(keys, own, Less{});
        if (me == 0) {
            indices[count] = index_of(last);
            best_values[count] = values[index_of(last)];
        }
    }
    if (me == 0) finish(p.result, fault, count);
}

}  // namespace saccade
