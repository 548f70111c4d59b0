package dev.saccade.models.drift;

import dev.saccade.models.evaluate.metric.Divergence;
import java.util.Arrays;

/** One statistic of the latest window against the record. Allocates nothing after it was made. One thread. */
final class StatisticDrift {
    /** Fewer independent draws than this tell nothing. */
    private static final long LEAST = 32;
    /** The record's own windows are few: the next one may well lie half as far out again as the worst of them. */
    private static final double BEYOND = 1.5;

    private final long[] reference;
    private final double samples;
    private final double spread;
    private final boolean isOrdered;
    private final long[] counts;
    private double psi = Double.NaN;
    private double excess = Double.NaN;
    private double limit = Double.NaN;
    private double ks = Double.NaN;
    private double ksLimit = Double.NaN;
    private DriftLevel level = DriftLevel.NONE;

    /**
     * @param reference counts of the record
     * @param frames independent draws that they stand for at most
     * @param spread largest index of the record's own windows, or not a number
     * @param isOrdered whether the bins have an order
     */
    StatisticDrift(long[] reference, double frames, double spread, boolean isOrdered) {
        this.reference = reference;
        samples = Math.min(Divergence.sum(reference), frames);
        this.spread = spread;
        this.isOrdered = isOrdered;
        counts = new long[reference.length];
    }

    /** Counts of the window, to be filled anew. */
    long[] cleared() {
        Arrays.fill(counts, 0);
        return counts;
    }

    /**
     * Compares. Several boxes, or all the pixels, of one frame are one draw: they come and go together.
     *
     * @param frames of the window
     */
    void judge(double frames, DriftBounds bounds) {
        double n = Math.min(Divergence.sum(counts), frames);
        if (n < LEAST || samples < 1) {
            psi = excess = limit = ks = ksLimit = Double.NaN;
            level = DriftLevel.NONE;
            return;
        }
        psi = Divergence.psi(counts, n, reference, samples);
        excess = psi - Divergence.expectedPsi(counts, n, reference, samples);
        double chance = Divergence.psiLimit(counts, n, reference, samples);
        limit = Double.isNaN(spread) ? chance : Math.max(chance, BEYOND * spread);
        if (isOrdered) {
            ks = Divergence.ks(counts, reference);
            ksLimit = Divergence.ksLimit(n, samples);
        }
        level = level(bounds);
    }

    private DriftLevel level(DriftBounds bounds) {
        if (psi <= limit || excess < bounds.notice()) {
            return DriftLevel.NONE;
        }
        return excess < bounds.drift() ? DriftLevel.NOTICE : DriftLevel.DRIFT;
    }

    double psi() {
        return psi;
    }

    DriftLevel level() {
        return level;
    }

    StatisticState state(DriftLevel worst) {
        return new StatisticState(psi, excess, limit, ks, ksLimit, level, worst);
    }
}
