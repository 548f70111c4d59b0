package dev.saccade.shadow;

/**
 * When the next frame comes at the earliest, from the capture times of those before: the third shortest of the latest
 * intervals, since frames that were left out make others long, and one early frame tells nothing.
 */
final class FramePeriod {
    private static final int INTERVALS = 32;
    private static final int FEWEST = 8;

    private final long[] intervals = new long[INTERVALS];
    private long count;
    private long latestNs;
    private boolean isStarted;
    private long earliestNs;

    void add(long captureNs) {
        if (isStarted) {
            intervals[(int) (count % INTERVALS)] = captureNs - latestNs;
            count++;
            earliestNs = count < FEWEST ? 0 : thirdShortest();
        }
        isStarted = true;
        latestNs = captureNs;
    }

    private long thirdShortest() {
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        long third = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(INTERVALS, count); i++) {
            long ns = intervals[i];
            if (ns < first) {
                third = second;
                second = first;
                first = ns;
            } else if (ns < second) {
                third = second;
                second = ns;
            } else if (ns < third) {
                third = ns;
            }
        }
        return third;
    }

    /** @return from a frame to the next, ns; 0 before it is known */
    long earliestNs() {
        return earliestNs;
    }
}
