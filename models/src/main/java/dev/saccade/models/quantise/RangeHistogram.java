package dev.saccade.models.quantise;

import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.precision.ValueRange;

/**
 * How often a tensor held which values: 4096 bins of equal width around 0, whose width doubles when a greater value comes,
 * two becoming one, so that the memory is bounded and no order of the frames matters to the result's range. One thread.
 */
final class RangeHistogram {
    private static final int HALF = 2048;
    private static final double KEPT_SHARE = 0.9999;
    /** Bounds that are tried: so many steps from the whole range down. */
    private static final int TRIALS = 96;

    private static final double LEAST_SHARE = 0.05;

    private final long[] bins = new long[2 * HALF];
    /** Values exactly 0, which every scale keeps: after a Relu they are most of all. */
    private long zeros;

    private long others;
    private double width;
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;
    private boolean isFinite = true;

    /** @param count elements of {@code values} that are there */
    void add(float[] values, int count) {
        float most = 0;
        for (int i = 0; i < count; i++) {
            float value = values[i];
            if (!Float.isFinite(value)) {
                isFinite = false;
                return;
            }
            low = Math.min(low, value);
            high = Math.max(high, value);
            most = Math.max(most, Math.abs(value));
        }
        widen(most);
        for (int i = 0; i < count; i++) {
            float value = values[i];
            if (value == 0) {
                zeros++;
            } else {
                others++;
                int bin = (int) Math.floor(value / width) + HALF;
                bins[Math.max(0, Math.min(2 * HALF - 1, bin))]++;
            }
        }
    }

    private void widen(float most) {
        if (most > 0 && width == 0) {
            // A power of two: which frame came first does not shift the bins.
            width = Math.scalb(1.0, Math.getExponent((double) most) + 1) / HALF;
        }
        while (most > width * HALF) {
            for (int i = 0; i < HALF; i++) {
                // From the middle outwards, so that nothing is read after it was written.
                int up = HALF + i;
                int down = HALF - 1 - i;
                bins[up] = i < HALF / 2 ? bins[HALF + 2 * i] + bins[HALF + 2 * i + 1] : 0;
                bins[down] = i < HALF / 2 ? bins[HALF - 1 - 2 * i] + bins[HALF - 2 - 2 * i] : 0;
            }
            width *= 2;
        }
    }

    /** Whether every value was a number, and there was one. */
    boolean isUsable() {
        return isFinite && low <= high;
    }

    /** The range by a method; only where {@link #isUsable()}. */
    ValueRange range(Calibration calibration, QuantTarget target) {
        if (others == 0) {
            return new ValueRange(low, high);
        }
        return switch (calibration) {
            case MINMAX -> new ValueRange(low, high);
            case PERCENTILE -> percentile();
            case MSE -> leastError(target);
        };
    }

    private ValueRange percentile() {
        long cut = (long) Math.floor((zeros + others) * (1 - KEPT_SHARE));
        float least = low;
        long seen = 0;
        for (int i = 0; i < bins.length; i++) {
            seen += bins[i];
            if (seen > cut) {
                least = Math.max(low, (float) ((i - HALF) * width));
                break;
            }
        }
        float most = high;
        seen = 0;
        for (int i = bins.length - 1; i >= 0; i--) {
            seen += bins[i];
            if (seen > cut) {
                most = Math.min(high, (float) ((i + 1 - HALF) * width));
                break;
            }
        }
        return least <= most ? new ValueRange(least, most) : new ValueRange(low, high);
    }

    private ValueRange leastError(QuantTarget target) {
        boolean isSymmetric = target == QuantTarget.TENSORRT;
        double least = Math.min(0, low);
        double most = Math.max(0, high);
        if (isSymmetric) {
            most = Math.max(-least, most);
            least = -most;
        }
        double bestLow = least;
        double bestHigh = most;
        double bestError = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIALS; i++) {
            double share = share(i);
            double error = error(least * share, most * share);
            if (error < bestError) {
                bestError = error;
                bestLow = least * share;
                bestHigh = most * share;
            }
        }
        for (int i = 0; i < TRIALS && !isSymmetric; i++) {
            double error = error(bestLow, most * share(i));
            if (error < bestError) {
                bestError = error;
                bestHigh = most * share(i);
            }
        }
        for (int i = 0; i < TRIALS && !isSymmetric; i++) {
            double error = error(least * share(i), bestHigh);
            if (error < bestError) {
                bestError = error;
                bestLow = least * share(i);
            }
        }
        float to = (float) Math.min(bestHigh, high);
        return new ValueRange(Math.min(to, (float) Math.max(bestLow, low)), to);
    }

    private static double share(int trial) {
        return 1 - trial * (1 - LEAST_SHARE) / TRIALS;
    }

    /** Sum of squared errors: a step squared over twelve inside, the distance to the bound squared outside. */
    private double error(double from, double to) {
        double step = (to - from) / 254;
        double rounding = step * step / 12;
        double sum = 0;
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] > 0) {
                double middle = (i + 0.5 - HALF) * width;
                double outside = Math.max(0, Math.max(from - middle, middle - to));
                sum += bins[i] * (outside > 0 ? outside * outside : rounding);
            }
        }
        return sum;
    }
}
