// The best candidates, in order, by one block: whatever order their keys came in, the outcome is one.
#include "candidates.cu"

namespace saccade {
namespace {

constexpr int DIGITS = 256;  // of a key, eight bits each, the highest first

// The greatest key of the `wanted` least: all keys are different. counts and digit are shared.
DEVICE uint64_t nth_key(const uint64_t* keys, int n, int wanted, int32_t* counts, int32_t* digit) {
    const int me = static_cast<int>(thread().x), all = static_cast<int>(threads().x);
    uint64_t prefix = 0;
    int rank = wanted;  // among the keys that begin with the prefix
    for (int shift = 56; shift >= 0; shift -= 8) {
        for (int d = me; d < DIGITS; d += all) counts[d] = 0;
        barrier();
        for (int i = me; i < n; i += all) {
            const bool begins = shift == 56 || keys[i] >> (shift + 8) == prefix;
            if (begins) atomic_add(&counts[keys[i] >> shift & (DIGITS - 1)], 1);
        }
        barrier();
        if (me == 0) {
            int d = 0, before = 0;
            for (; before + counts[d] < rank; d++) before += counts[d];
            digit[0] = d;
            digit[1] = before;
        }
        barrier();
        prefix = prefix << 8 | static_cast<uint64_t>(digit[0]);
        rank -= digit[1];
    }
    return prefix;
}

// Bitonic, ascending; size is a power of two.
DEVICE void sort(uint64_t* keys, int size) {
    const int me = static_cast<int>(thread().x), all = static_cast<int>(threads().x);
    for (int run = 2; run <= size; run *= 2) {
        for (int apart = run / 2; apart > 0; apart /= 2) {
            barrier();
            for (int pair = me; pair < size / 2; pair += all) {
                const int low = pair / apart * 2 * apart + pair % apart, high = low + apart;
                const uint64_t a = keys[low], b = keys[high];
                if ((a > b) == ((low & run) == 0)) {
                    keys[low] = b;
                    keys[high] = a;
                }
            }
        }
    }
    barrier();
}

}  // namespace

// One block.
KERNEL(decoder_best, CandidateParameters) {
    SHARED uint64_t keys[MAX_CANDIDATES];
    SHARED int32_t counts[DIGITS];
    SHARED int32_t digit[2];
    SHARED int32_t taken;
    const int me = static_cast<int>(thread().x), all = static_cast<int>(threads().x);
    const int n = *pointer<const int32_t>(p.found);
    const uint64_t* every = pointer<const uint64_t>(p.keys);
    const int kept = n < MAX_CANDIDATES ? n : MAX_CANDIDATES;
    if (n <= MAX_CANDIDATES) {
        for (int i = me; i < n; i += all) keys[i] = every[i];
    } else {
        const uint64_t last = nth_key(every, n, MAX_CANDIDATES, counts, digit);
        if (me == 0) taken = 0;
        barrier();
        for (int i = me; i < n; i += all) {
            if (every[i] <= last) keys[atomic_add(&taken, 1)] = every[i];
        }
    }
    int size = 1;
    while (size < kept) size *= 2;
    for (int i = kept + me; i < size; i += all) keys[i] = ~static_cast<uint64_t>(0);
    sort(keys, size);
    for (int i = me; i < kept; i += all) pointer<Candidate>(p.best)[i] = candidate_of(p, index_of(keys[i]));
    if (me == 0) *pointer<int32_t>(p.kept) = kept;
}

}  // namespace saccade
