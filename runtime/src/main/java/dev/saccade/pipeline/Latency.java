package dev.saccade.pipeline;

import org.HdrHistogram.Histogram;

/**
 * Durations of one stage, ns, up to 100 s, three significant digits. Recording allocates nothing; one thread records,
 * and another reads after it has ended.
 */
public final class Latency {
    private static final long HIGHEST_NS = 100_000_000_000L;

    private final Histogram histogram = new Histogram(HIGHEST_NS, 3);

    /** Makes an empty record. */
    public Latency() {}

    /**
     * Records one duration; below 0 counts as 0, above 100 s as 100 s.
     *
     * @param ns duration
     */
    public void record(long ns) {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, ns)));
    }

    /** @return durations recorded */
    public long count() {
        return histogram.getTotalCount();
    }

    /**
     * A percentile.
     *
     * @param percent 0..100
     * @return ns, 0 when nothing was recorded
     */
    public long percentile(double percent) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percent);
    }

    /**
     * How many were longer than a bound.
     *
     * @param ns the bound
     * @return share of all durations, 0..1; 0 when nothing was recorded
     */
    public double shareOver(long ns) {
        long within = histogram.getCountBetweenValues(0, ns);
        return count() == 0 ? 0 : (double) (count() - within) / count();
    }

    /** @return the largest, ns, 0 when nothing was recorded */
    public long max() {
        return count() == 0 ? 0 : histogram.getMaxValue();
    }

    /**
     * The record with the samples that a stall prevented put back (HdrHistogram's correction for coordinated
     * omission).
     *
     * @param expectedIntervalNs time between samples when nothing stalls; 0 leaves the record as it is
     * @return a corrected copy
     */
    public Latency corrected(long expectedIntervalNs) {
        Latency copy = new Latency();
        if (expectedIntervalNs > 0) {
            copy.histogram.addWhileCorrectingForCoordinatedOmission(histogram, expectedIntervalNs);
        } else {
            copy.histogram.add(histogram);
        }
        return copy;
    }

    /** Forgets everything recorded; recording thread. */
    public void reset() {
        histogram.reset();
    }
}
