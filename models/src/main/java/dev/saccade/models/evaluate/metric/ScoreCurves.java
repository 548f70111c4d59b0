package dev.saccade.models.evaluate.metric;

import java.util.Arrays;

/**
 * Curves of a score that should tell two sorts apart. Equal scores are one threshold: their order cannot matter. Not a
 * number sorts last. Definitions: Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006); average precision
 * as the sum of precision over the steps of recall, without interpolation.
 */
public final class ScoreCurves {
    private final int[] truePositives;
    private final int[] falsePositives;
    private final int positives;
    private final int negatives;

    /**
     * Counts.
     *
     * @param scores higher means more likely positive
     * @param isPositive the truth, as many
     */
    public ScoreCurves(float[] scores, boolean[] isPositive) {
        long[] order = new long[scores.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = sortKey(scores[i]) << 31 | i;
        }
        Arrays.sort(order);
        int[] hits = new int[order.length];
        int[] alarms = new int[order.length];
        int thresholds = 0;
        int hit = 0;
        int alarm = 0;
        for (int i = 0; i < order.length; i++) {
            if (isPositive[(int) (order[i] & Integer.MAX_VALUE)]) {
                hit++;
            } else {
                alarm++;
            }
            if (i + 1 == order.length || order[i] >> 31 != order[i + 1] >> 31) {
                hits[thresholds] = hit;
                alarms[thresholds++] = alarm;
            }
        }
        truePositives = Arrays.copyOf(hits, thresholds);
        falsePositives = Arrays.copyOf(alarms, thresholds);
        positives = hit;
        negatives = alarm;
    }

    /** Descending scores as ascending numbers of 32 bits; both zeros are one. */
    private static long sortKey(float score) {
        float s = Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0f;
        int bits = Float.floatToIntBits(s);
        long ascending = (bits < 0 ? ~bits : bits | 0x80000000) & 0xffffffffL;
        return 0xffffffffL - ascending;
    }

    /** @return whether both sorts occur; otherwise there is no curve */
    public boolean hasBoth() {
        return positives > 0 && negatives > 0;
    }

    /**
     * True over false positive rate, from (0, 0) to (1, 1).
     *
     * @param name whose it is
     * @return the curve; its area by trapezoids, which is the share of pairs in the right order, ties counted half
     */
    public Curve roc(String name) {
        double[] x = new double[truePositives.length + 1];
        double[] y = new double[x.length];
        double area = 0;
        for (int i = 0; i < truePositives.length; i++) {
            x[i + 1] = falsePositives[i] / (double) negatives;
            y[i + 1] = truePositives[i] / (double) positives;
            area += (x[i + 1] - x[i]) * (y[i + 1] + y[i]) / 2;
        }
        return new Curve(name, x, y, area);
    }

    /**
     * Precision over recall, a point for each threshold.
     *
     * @param name whose it is
     * @return the curve; its area is the average precision
     */
    public Curve precisionRecall(String name) {
        double[] x = new double[truePositives.length];
        double[] y = new double[x.length];
        double area = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = truePositives[i] / (double) positives;
            y[i] = truePositives[i] / (double) (truePositives[i] + falsePositives[i]);
            area += (x[i] - (i == 0 ? 0 : x[i - 1])) * y[i];
        }
        return new Curve(name, x, y, area);
    }
}
