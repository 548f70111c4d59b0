// Softmax over sixteen lanes at every level, so that sums are added in one order and results are the same bits.
#include "entries.h"
#include "exponential.h"

namespace saccade {
namespace {

constexpr int WIDE = 16;
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

// e^(x - max). The difference is carried in two floats: rounded to one, a difference of 80 would cost 4e-6.
inline Floats exp_below(Floats x, Floats max) {
    const Floats d = x - max;
    const Floats back = d - x;
    const Floats rest = (x - (d - back)) - (max + back);
    const Floats e = exp_in_range<Floats, Ints>(d, rest);
    const Floats small = d >= LOWEST ? e : all(0);  // false for NaN
    return x == max ? all(1) : small;               // also for infinities, whose difference is NaN
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
            const Floats e = exp_below(load(in + at), max);
            store(out + at, e);
            sums[v] += __builtin_convertvector(e, Doubles);
        }
    }
    if (i < n) {
        // The rest in a full-width block of its own, filled with what adds nothing.
        float tail[WIDE];
        for (int k = 0; k < WIDE; k++) tail[k] = i + k < n ? in[i + k] : __builtin_nanf("");
        for (int v = 0; v < VECTORS; v++) {
            const Floats e = exp_below(load(tail + v * LANES_PER_VECTOR), max);
            store(tail + v * LANES_PER_VECTOR, e);
            sums[v] += __builtin_convertvector(e, Doubles);
        }
        memcpy(out + i, tail, sizeof(float) * (n - i));
    }
    double sum = 0;
    for (const Doubles& part : sums) {
        for (int k = 0; k < LANES_PER_VECTOR; k++) sum += part[k];
    }
    const float inverse = sum > 0 ? static_cast<float>(1 / sum) : 0;
    for (int k = 0; k < n; k++) out[k] *= inverse;
    return ran(SOFTMAX);
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
