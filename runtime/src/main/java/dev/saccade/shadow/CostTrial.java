package dev.saccade.shadow;

import java.util.Locale;

/**
 * Measures all the time what the shadow costs production: blocks of frames with the shadow on, off, off and on again, so
 * that a drift of the machine falls on both sides alike. Each four blocks give one difference of the median latency, of
 * the 99th percentile and of the share of missed frames. The shadow costs when the median of the latest 64 differences is
 * above the bound beyond doubt.
 *
 * <p>The test is repeated: after 8, 16, 32 and 64 differences and then after every 32. The k-th look allows an error of
 * 0.025 / (k (k + 1)), so that a shadow which costs nothing is stopped with a chance of at most 2.5 % for each of the three
 * figures, however long the run.
 *
 * <p>Frames are told in order, from one thread. Nothing is allocated but by {@link #figures} and {@link #verdict}.
 */
final class CostTrial {
    static final int WINDOW = 64;
    static final int FIRST_LOOK = 8;

    private static final int NEXT_LOOK = 32;
    private static final double LEVEL = 0.025;
    private static final int BLOCKS = 4;
    /** Frames at the start of a block that the block before may still touch. */
    private static final int CARRIED_OVER = 2;
    /** Percentage points of frames. */
    private static final double MISSED_BOUND = 1;

    private final int blockFrames;
    private final double boundPercent;
    private final Side on;
    private final Side off;
    private final double[] median = new double[WINDOW];
    private final double[] tail = new double[WINDOW];
    private final double[] missed = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int frame;
    private long differences;
    private long nextLook = FIRST_LOOK;
    private int looks;
    private double missedOnSum;
    private String costs = "";

    /**
     * @param blockFrames frames of a block, at least 5
     * @param boundPercent what the shadow may add to a latency, percent of the latency without it
     */
    CostTrial(int blockFrames, double boundPercent) {
        this.blockFrames = blockFrames;
        this.boundPercent = boundPercent;
        on = new Side(2 * blockFrames);
        off = new Side(2 * blockFrames);
        // Loads the classes that are used first during the run, where loading them would allocate.
        InsertionSort.sort(sorted, 0);
        SignTest.rank(1, LEVEL);
    }

    /** One of the two kinds of block. */
    private static final class Side {
        private final long[] latencies;
        private int count;
        private int frames;
        private int missed;

        Side(int most) {
            latencies = new long[most];
        }

        void add(boolean isMissed, long latencyNs) {
            frames++;
            missed += isMissed ? 1 : 0;
            if (latencyNs >= 0) {
                latencies[count++] = latencyNs;
            }
        }

        /** Between the two in the middle: the first and the last block weigh alike while the machine slows down. */
        double median() {
            return (latencies[(count - 1) / 2] + latencies[count / 2]) / 2.0;
        }

        /** The 99th percentile, nearest rank. */
        double tail() {
            return latencies[(99 * count + 99) / 100 - 1];
        }

        void sort() {
            InsertionSort.sort(latencies, count);
        }

        double missedPercent() {
            return 100.0 * missed / frames;
        }

        void clear() {
            count = 0;
            frames = 0;
            missed = 0;
        }
    }

    /** @return whether the shadow may look at the frame that is told next, and after it */
    boolean isOn() {
        int block = frame / blockFrames;
        return block == 0 || block == BLOCKS - 1;
    }

    /**
     * One frame of production.
     *
     * @param isMissed late, or without a result
     * @param latencyNs capture to publication; negative without a result
     * @return whether it is certain by now that the shadow costs; {@link #verdict} tells what
     */
    boolean add(boolean isMissed, long latencyNs) {
        if (frame % blockFrames >= CARRIED_OVER) {
            (isOn() ? on : off).add(isMissed, latencyNs);
        }
        frame++;
        if (frame < BLOCKS * blockFrames) {
            return false;
        }
        frame = 0;
        boolean isComplete = on.count > 0 && off.count > 0;
        if (isComplete) {
            compare();
        }
        on.clear();
        off.clear();
        return isComplete && differences == nextLook && look();
    }

    /** Frames were lost between production and here: the present blocks count no longer. */
    void restart() {
        frame = 0;
        on.clear();
        off.clear();
    }

    private void compare() {
        on.sort();
        off.sort();
        int at = (int) (differences % WINDOW);
        median[at] = percent(on.median(), off.median());
        tail[at] = percent(on.tail(), off.tail());
        missed[at] = on.missedPercent() - off.missedPercent();
        differences++;
    }

    private static double percent(double with, double without) {
        return 100 * (with - without) / Math.max(1, without);
    }

    private boolean look() {
        nextLook += differences < WINDOW ? differences : NEXT_LOOK;
        looks++;
        double level = LEVEL / ((double) looks * (looks + 1));
        if (isAbove(median, level)) {
            costs = "p50";
        } else if (isAbove(tail, level)) {
            costs = "p99";
        } else if (addsMisses(level)) {
            costs = "missed";
        }
        return !costs.isEmpty();
    }

    private boolean isAbove(double[] values, double level) {
        int count = sort(values);
        int rank = SignTest.rank(count, level);
        return rank >= 0 && sorted[rank] > boundPercent;
    }

    /** Most differences of misses are zero and tell nothing: those that are not decide. */
    private boolean addsMisses(double level) {
        int more = 0;
        int less = 0;
        double sum = 0;
        for (int i = 0; i < count(); i++) {
            more += missed[i] > 0 ? 1 : 0;
            less += missed[i] < 0 ? 1 : 0;
            sum += missed[i];
        }
        missedOnSum = sum / count();
        return missedOnSum > MISSED_BOUND && SignTest.atMost(less, more + less) <= level;
    }

    private int count() {
        return (int) Math.min(WINDOW, differences);
    }

    private int sort(double[] values) {
        int count = count();
        System.arraycopy(values, 0, sorted, 0, count);
        InsertionSort.sort(sorted, count);
        return count;
    }

    /** @return what the shadow costs, one line; empty while nothing is certain */
    String verdict() {
        return switch (costs) {
            case "p50" -> "production's median latency is " + told(interval(median));
            case "p99" -> "production's p99 latency is " + told(interval(tail));
            case "missed" -> String.format(Locale.ROOT, "production misses %.1f more frames of a hundred", missedOnSum);
            default -> "";
        };
    }

    private String told(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%.1f %% higher with it (95 %% interval %.1f to %.1f), over the bound of %.1f %%",
                interval.median(),
                interval.low(),
                interval.high(),
                boundPercent);
    }

    private Interval interval(double[] values) {
        return Interval.of(sorted, sort(values));
    }

    /** @return the figures by now */
    CostFigures figures() {
        return new CostFigures(differences, boundPercent, interval(median), interval(tail), interval(missed), costs);
    }
}
