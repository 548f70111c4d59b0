#include "entries.h"

namespace saccade {
namespace SACCADE_LEVEL_NAMESPACE {

int topk(const float* in, int n, int k, int32_t* indices, float* values) {
    ran(TOPK);
    constexpr int STRIP = 64;
    int count = 0;
    for (int from = 0; from < n; from += STRIP) {
        const int to = from + STRIP < n ? from + STRIP : n;
        // Most strips hold nothing that enters: one vector pass tells.
        int enters = count < k;
        if (!enters) {
            const float least = values[count - 1];
            for (int i = from; i < to; i++) enters |= in[i] > least;
        }
        if (!enters) continue;
        for (int i = from; i < to; i++) {
            const float v = in[i];
            if (v != v || (count == k && (k == 0 || !(v > values[k - 1])))) continue;
            int at = count < k ? count++ : k - 1;
            for (; at > 0 && v > values[at - 1]; at--) {
                values[at] = values[at - 1];
                indices[at] = indices[at - 1];
            }
            values[at] = v;
            indices[at] = i;
        }
    }
    return count;
}

}  // namespace SACCADE_LEVEL_NAMESPACE
}  // namespace saccade
