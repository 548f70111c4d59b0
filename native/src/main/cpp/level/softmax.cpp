// Softmax over sixteen lanes at every level, so that sums are added in one order and results are the same bits.
#include "../arithmetic/exponential.h"
#include "entries.h"

namespace saccade {
namespace {

constexpr int WIDE = SUM_LANES;
constexpr int VECTORS = WIDE / LANES_PER_VECTOR;
typedef double Doubles __attribute__((vector_size(SACCADE_VECTOR_BYTES * 2)));

inline Floats larger(Floats a, Floats b) { return a > b ? a : b; }

float maximum(const float* in, int n) {
    Floats best[VECTORS];
    for (Floats& b : best) b = all(-__builtin_inff());
    int i = 0;
    for (; i + WIDE <= n; i += WIDE) {
        for (int v = 0; v < VECTORS; v++) best[v] = larger(load(in + i + v * LANES_PER_VECTOR), best[v]);
    }
    float max = -__builtin_inff();
    for (const Floats& b : best) {
        for (int k = 0; k < LANES_PER_VECTOR; k++) max = b[k] > max ? b[k] : max;
    }
    for (; i < n; i++) max = in[i] > max ? in[i] : max;
    return max;
}

}  // namespace

namespace SACCADE_LEVEL_NAMESPACE {

int softmax(const float* in, float* out, int n) {
    if (n < 1) return ran(SOFTMAX);
    const Floats max = all(maximum(in, n));
    Doubles sums[VECTORS] = {};
    int i = 0;
    for (; i + WIDE <= n; i += WIDE) {
        for (int v = 0; v < VECTORS; v++) {
            const int at = i + v * LANES_PER_VECTOR;
            const Floats e = exp_below<Floats, Ints>(load(in + at), max);
            store(out + at, e);
            sums[v] += __builtin_convertvector(e, Doubles);
        }
    }
    if (i < n) {
        // The rest in a full-width block of its own, filled with what adds nothing.
        float tail[WIDE];
        for (int k = 0; k < WIDE; k++) tail[k] = i + k < n ? in[i + k] : __builtin_nanf("");
        for (int v = 0; v < VECTORS; v++) {
            const Floats e = exp_below<Floats, Ints>(load(tail + v * LANES_PER_VECTOR), max);
            store(tail + v * LANES_PER_VECTOR, e);
            sums[v] += __builtin_convertvector(e, Doubles);
        }
        memcpy(out + i, tail, sizeof(float) * (n - i));
    }
    double sum = 0;
    for (const Doubles& part : sums) {
        for (int k = 0; k < LANES_PER_VECTOR; k++) sum += part[k];
    }
    const float inverse = softmax_scale(sum);
    for (int k = 0; k < n; k++) out[k] *= inverse;
    return ran(SOFTMAX);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
