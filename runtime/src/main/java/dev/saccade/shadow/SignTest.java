package dev.saccade.shadow;

/**
 * The sign test and the interval of a median that follows from it (W. J. Conover, Practical Nonparametric Statistics,
 * sections 3.2 and 3.4): exact for any continuous distribution, so that the tails of latencies need no model.
 */
final class SignTest {
    private SignTest() {}

    /** The chance of at most {@code k} heads in {@code n} fair throws; n up to 1000. */
    static double atMost(int k, int n) {
        // As exact as pow, which allocates tables on each call.
        double term = Math.scalb(1.0, -n);
        double sum = 0;
        for (int i = 0; i <= Math.min(k, n); i++) {
            sum += term;
            term = term * (n - i) / (i + 1);
        }
        return Math.min(1, sum);
    }

    /**
     * Which of {@code n} sorted values bounds their median from below.
     *
     * @param level chance that the median is below it nevertheless, at most
     * @return index from 0, counted from the top for the upper bound; -1 when there are too few values
     */
    static int rank(int n, double level) {
        int rank = -1;
        while (rank + 1 < (n + 1) / 2 && atMost(rank + 1, n) <= level) {
            rank++;
        }
        return rank;
    }
}
