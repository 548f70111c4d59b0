package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Durations in ns, preallocated; recorded by one thread. */
final class Series {
    private final long[] ns;
    private int count;

    Series(int most) {
        ns = new long[most];
    }

    void add(long value) {
        ns[count++] = value;
    }

    int count() {
        return count;
    }

    /** The durations of a part, sorted, in us. */
    double quantileUs(int from, double q) {
        long[] sorted = Arrays.copyOfRange(ns, from, count);
        Arrays.sort(sorted);
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))] / 1e3;
    }

    double quantileUs(double q) {
        return quantileUs(0, q);
    }

    void into(ObjectNode node, String name) {
        node.put(name + "P50Us", quantileUs(0.5))
                .put(name + "P99Us", quantileUs(0.99))
                .put(name + "MaxUs", quantileUs(1));
    }
}
