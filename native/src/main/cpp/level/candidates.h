// The best candidates of a decoder, on the stack. When more come than fit, the lowest scores leave; of equal scores the
// higher index leaves. Order is total (score, then index), so the result does not depend on the order of arrival.
#ifndef SACCADE_LEVEL_CANDIDATES_H
#define SACCADE_LEVEL_CANDIDATES_H

#include "../arithmetic/boxes.h"
#include "level.h"

namespace saccade {
namespace {

// A binary heap whose root is the worst.
class Candidates {
public:
    // Whether a candidate of this score can still enter; NaN cannot.
    bool admits(float score, float min_score) const {
        return score >= min_score && (count < MAX_CANDIDATES || score >= heap[0].score);
    }

    void add(const Candidate& c) {
        if (count < MAX_CANDIDATES) {
            int at = count++;
            for (; at > 0 && ahead(heap[(at - 1) / 2], c); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
            heap[at] = c;
        } else if (ahead(c, heap[0])) {
            sink(c, count);
        }
    }

    // Adds a candidate whose score and coordinates are numbers.
    void add_finite(const Candidate& c) {
        if (finite(c)) add(c);
    }

    // Turns the heap into a list, best first.
    void sort() {
        for (int n = count - 1; n > 0; n--) {
            const Candidate last = heap[n];
            heap[n] = heap[0];
            sink(last, n);
        }
    }

    int size() const { return count; }
    const Candidate& operator[](int i) const { return heap[i]; }

private:
    Candidate heap[MAX_CANDIDATES];
    int count = 0;

    // Puts c in place of the root of the first n.
    void sink(const Candidate& c, int n) {
        int at = 0;
        for (int child = 1; child < n; child = 2 * at + 1) {
            if (child + 1 < n && ahead(heap[child], heap[child + 1])) child++;
            if (!ahead(c, heap[child])) break;
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = c;
    }
};

// Greedy, class by class, best first; six floats a row.
inline int suppress(const Candidates& sorted, float iou, float* rows, int max_rows) {
    int kept = 0;
    for (int i = 0; i < sorted.size() && kept < max_rows; i++) {
        const Candidate& c = sorted[i];
        const float label = static_cast<float>(c.label);
        bool free = true;
        for (int k = 0; k < kept && free; k++) free = rows[6 * k + 5] != label || !overlaps(rows + 6 * k, c.box, iou);
        if (!free) continue;
        memcpy(rows + 6 * kept, c.box, sizeof c.box);
        rows[6 * kept + 4] = c.score;
        rows[6 * kept + 5] = label;
        kept++;
    }
    return kept;
}

}  // namespace
}  // namespace saccade

#endif
