package dev.saccade.models.evaluate.metric;

/**
 * How far two counts over the same bins lie apart. Nothing allocates; stateless.
 *
 * <p>The population stability index is the symmetric Kullback-Leibler divergence of Jeffreys (1946) between two
 * histograms. Of n and m independent draws from one distribution over B bins it is about (1/n + 1/m) times a chi-squared
 * variable of B - 1 degrees of freedom: B. Yurdakul, Statistical Properties of Population Stability Index, Western
 * Michigan University 2018.
 */
public final class Divergence {
    /** Standard normal quantile of 1 - 10^-6: a camera fills a window every few seconds, for hours. */
    private static final double Z = 4.7534;
    /** {@code sqrt(-ln(10^-6 / 2) / 2)}: Smirnov's asymptotic bound of the two-sample statistic at one in a million. */
    private static final double SMIRNOV = 2.6935;
    /** What an empty bin counts for when the other side's is not: half a draw. */
    private static final double FLOOR = 0.5;

    private Divergence() {}

    /**
     * The population stability index: sum of {@code (p - q) ln(p / q)}, p and q the shares of a bin. A share is at least
     * half a draw of its own side; bins that are empty on both sides count nothing.
     *
     * @param a counts, not all 0
     * @param n independent draws that they stand for
     * @param b counts over the same bins, not all 0
     * @param m independent draws that they stand for
     * @return 0 when the shares are the same; below 0.1 is usually called stable, above 0.25 shifted
     */
    public static double psi(long[] a, double n, long[] b, double m) {
        double sumA = sum(a);
        double sumB = sum(b);
        double psi = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != 0 || b[i] != 0) {
                double p = Math.max(a[i] / sumA, FLOOR / n);
                double q = Math.max(b[i] / sumB, FLOOR / m);
                psi += (p - q) * Math.log(p / q);
            }
        }
        return psi;
    }

    /**
     * The index that two samples of one distribution show on average.
     *
     * @param a counts
     * @param n independent draws that they stand for
     * @param b counts over the same bins
     * @param m independent draws that they stand for
     * @return {@code (B - 1)(1/n + 1/m)}, B the bins that are not empty on both sides
     */
    public static double expectedPsi(long[] a, double n, long[] b, double m) {
        return freedom(a, b) * (1 / n + 1 / m);
    }

    /**
     * The index that two samples of one distribution exceed one time in a million.
     *
     * @param a counts
     * @param n independent draws that they stand for
     * @param b counts over the same bins
     * @param m independent draws that they stand for
     * @return the quantile of chi-squared by Wilson and Hilferty (1931), scaled as the index is
     */
    public static double psiLimit(long[] a, double n, long[] b, double m) {
        double k = freedom(a, b);
        if (k == 0) {
            return 0;
        }
        double root = 1 - 2 / (9 * k) + Z * Math.sqrt(2 / (9 * k));
        return k * root * root * root * (1 / n + 1 / m);
    }

    private static double freedom(long[] a, long[] b) {
        int used = 0;
        for (int i = 0; i < a.length; i++) {
            used += a[i] != 0 || b[i] != 0 ? 1 : 0;
        }
        return Math.max(0, used - 1);
    }

    /**
     * The two-sample Kolmogorov-Smirnov statistic at the bins' edges, which is at most that of the values themselves.
     *
     * @param a counts over bins in order, not all 0
     * @param b counts over the same bins, not all 0
     * @return largest difference of the shares below an edge, 0..1
     */
    public static double ks(long[] a, long[] b) {
        double sumA = sum(a);
        double sumB = sum(b);
        double belowA = 0;
        double belowB = 0;
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            belowA += a[i] / sumA;
            belowB += b[i] / sumB;
            most = Math.max(most, Math.abs(belowA - belowB));
        }
        return most;
    }

    /**
     * The Kolmogorov-Smirnov statistic that two samples of one distribution exceed at most one time in a million.
     *
     * @param n independent draws of one
     * @param m independent draws of the other
     * @return {@code 2.6935 sqrt(1/n + 1/m)}
     */
    public static double ksLimit(double n, double m) {
        return SMIRNOV * Math.sqrt(1 / n + 1 / m);
    }

    /** @param counts any
     * @return their sum */
    public static double sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
