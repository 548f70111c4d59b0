package dev.saccade.shadow;

/**
 * What the shadow costs production, measured in blocks of frames on, off, off, on; of the latest 64 such fours.
 *
 * @param differences fours of blocks compared in all
 * @param boundPercent what may be added to a latency
 * @param p50Percent added to the median latency, percent
 * @param p99Percent added to the 99th percentile, percent
 * @param missedPoints added to the share of missed frames, percentage points
 * @param costs which of them is above its bound beyond doubt: p50, p99 or missed; empty when none is
 */
public record CostFigures(
        long differences,
        double boundPercent,
        Interval p50Percent,
        Interval p99Percent,
        Interval missedPoints,
        String costs) {}
