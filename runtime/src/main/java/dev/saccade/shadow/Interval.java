package dev.saccade.shadow;

/**
 * A median of differences, with and without the shadow, and its 95 % interval by the sign test.
 *
 * @param median of all; NaN when there are none
 * @param low lower end; NaN when there are fewer than six differences
 * @param high upper end; likewise
 */
public record Interval(double median, double low, double high) {
    private static final double EACH_SIDE = 0.025;

    static Interval of(double[] sorted, int count) {
        if (count == 0) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN);
        }
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        int rank = SignTest.rank(count, EACH_SIDE);
        return rank < 0
                ? new Interval(median, Double.NaN, Double.NaN)
                : new Interval(median, sorted[rank], sorted[count - 1 - rank]);
    }
}
