package dev.saccade.models.evaluate.metric;

import java.util.Arrays;

/** Counts in bins of equal width between fixed bounds; what lies outside falls into the outermost bins. One thread. */
public final class Histogram {
    private final double min;
    private final double max;
    private final long[] counts;

    /**
     * Makes an empty histogram.
     *
     * @param min lower bound of the first bin
     * @param max upper bound of the last bin, above min
     * @param bins how many
     */
    public Histogram(double min, double max, int bins) {
        this.min = min;
        this.max = max;
        counts = new long[bins];
    }

    /**
     * Counts a value.
     *
     * @param value any number; not a number is left out
     */
    public void add(double value) {
        if (!Double.isNaN(value)) {
            double bin = Math.floor((value - min) * counts.length / (max - min));
            counts[(int) Math.min(counts.length - 1, Math.max(0, bin))]++;
        }
    }

    /**
     * Values in one bin.
     *
     * @param bin from 0
     * @return how many
     */
    public long count(int bin) {
        return counts[bin];
    }

    /** @return values in all bins */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * Adds the counts of another histogram of the same bins.
     *
     * @param other read during the call only
     */
    public void addAll(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Empties every bin. */
    public void clear() {
        Arrays.fill(counts, 0);
    }

    /** @return lower bound of the first bin */
    public double min() {
        return min;
    }

    /** @return upper bound of the last bin */
    public double max() {
        return max;
    }

    /** @return a copy of the counts */
    public long[] counts() {
        return counts.clone();
    }
}
