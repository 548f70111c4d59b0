// Counts durations by the microsecond, up to one second. One thread; no allocation.
#ifndef SACCADE_TICK_HISTOGRAM_H
#define SACCADE_TICK_HISTOGRAM_H

#include <stdint.h>
#include <stdio.h>

class Histogram {
public:
    void record(int64_t ns) {
        const int64_t us = ns < 0 ? 0 : ns / 1000;
        counts[us < SIZE ? us : SIZE - 1]++;
        total++;
        if (ns > longest) longest = ns;
    }

    // Members of a JSON object: ticks, maxNs, and latenessUs: a pair of microseconds and count for each that occurred.
    void print(FILE* out) const {
        fprintf(out, "\"ticks\": %lld, \"maxNs\": %lld, \"latenessUs\": [", static_cast<long long>(total),
            static_cast<long long>(longest));
        const char* separator = "";
        for (int us = 0; us < SIZE; us++) {
            if (counts[us] == 0) continue;
            fprintf(out, "%s[%d, %u]", separator, us, counts[us]);
            separator = ", ";
        }
        fprintf(out, "]");
    }

private:
    static constexpr int SIZE = 1000000;

    uint32_t counts[SIZE] = {};
    int64_t total = 0;
    int64_t longest = 0;
};

#endif
