// The best candidates to rows: boxes after suppression, class by class; lines as they are.
#include "decoders.h"

#include "../cpp/arithmetic/boxes.h"

namespace saccade {
namespace {

constexpr int WORD = 64;
constexpr int BOX_ROW = 6, LINE_ROW = 5;

DEVICE uint64_t bit(int k) { return static_cast<uint64_t>(1) << k; }

DEVICE int ones(uint64_t word) {
    int n = 0;
    for (; word; word &= word - 1) n++;
    return n;
}

DEVICE void write_row(float* row, const Candidate& c) {
    for (int k = 0; k < 4; k++) row[k] = c.box[k];
    row[4] = c.score;
}

}  // namespace

// Which candidates overlap: a thread does one word of the table, 64 of the second for one of the first.
KERNEL(decoder_overlaps, CandidateParameters) {
    const int n = *pointer<const int32_t>(p.kept);
    const int words = (n + WORD - 1) / WORD;
    const Candidate* best = pointer<const Candidate>(p.best);
    for (int i = thread_in_grid(); i < n * words; i += threads_in_grid()) {
        const int word = i / n, row = i % n;
        if (word < row / WORD) continue;
        const Candidate first = best[row];
        const int from = word * WORD, end = from + WORD < n ? from + WORD : n;
        uint64_t bits = 0;
        for (int j = from > row ? from : row + 1; j < end; j++) {
            if (best[j].label == first.label && overlaps(first.box, best[j].box, p.iou)) bits |= bit(j - from);
        }
        pointer<uint64_t>(p.overlaps)[static_cast<size_t>(row) * p.row_words + word] = bits;
    }
}

// Greedy, best first, a word of candidates at a time. One block of WORD threads: thread t owns the t-th word of those
// that a better box has removed.
KERNEL(decoder_boxes, CandidateParameters) {
    SHARED uint64_t removed[WORD];
    SHARED uint64_t within_word[WORD];
    SHARED uint64_t chosen;
    SHARED uint32_t unsound;
    const int me = static_cast<int>(thread().x);
    const int32_t fault = fault_of(all_of(p.unsound, unsound));
    const int n = fault == SACCADE_GPU_SOUND ? *pointer<const int32_t>(p.kept) : 0;
    const int words = (n + WORD - 1) / WORD;
    const Candidate* best = pointer<const Candidate>(p.best);
    const uint64_t* overlapped = pointer<const uint64_t>(p.overlaps);
    float* rows = payload<float>(p.result);
    removed[me] = 0;
    int count = 0;
    for (int word = 0; word < words && count < p.max_rows; word++) {
        const size_t own_row = static_cast<size_t>(word * WORD + me) * p.row_words;
        within_word[me] = word * WORD + me < n ? overlapped[own_row + word] : 0;
        barrier();
        if (me == 0) {
            uint64_t gone = removed[word], keep = 0;
            int room = p.max_rows - count;
            for (int k = 0; k < WORD && word * WORD + k < n && room > 0; k++) {
                if (gone & bit(k)) continue;
                keep |= bit(k);
                gone |= within_word[k];
                room--;
            }
            chosen = keep;
        }
        barrier();
        const uint64_t keep = chosen;
        if (keep & bit(me)) {
            const Candidate c = best[word * WORD + me];
            float* row = rows + static_cast<size_t>(BOX_ROW) * (count + ones(keep & (bit(me) - 1)));
            write_row(row, c);
            row[5] = static_cast<float>(c.label);
        }
        if (me > word && me < words) {
            uint64_t gone = removed[me];
            for (int k = 0; k < WORD; k++) {
                if (keep & bit(k)) gone |= overlapped[static_cast<size_t>(word * WORD + k) * p.row_words + me];
            }
            removed[me] = gone;
        }
        count += ones(keep);
    }
    if (me == 0) finish(p.result, fault, count);
}

// One block.
KERNEL(decoder_lines, CandidateParameters) {
    SHARED uint32_t unsound;
    const int32_t fault = fault_of(all_of(p.unsound, unsound));
    const int kept = *pointer<const int32_t>(p.kept);
    const int count = kept < p.max_rows ? kept : p.max_rows;
    const Candidate* best = pointer<const Candidate>(p.best);
    for (int i = static_cast<int>(thread().x); i < count; i += static_cast<int>(threads().x)) {
        write_row(payload<float>(p.result) + LINE_ROW * i, best[i]);
    }
    barrier();
    if (thread().x == 0) finish(p.result, fault, count);
}

}  // namespace saccade
