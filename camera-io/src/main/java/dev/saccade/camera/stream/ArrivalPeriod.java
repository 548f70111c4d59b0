package dev.saccade.camera.stream;

import java.util.Arrays;

/**
 * The frame period of a stream that does not state one, from the arrival of its pictures: the median of the mean
 * intervals of the latest {@value #WINDOWS} groups. A mean does not mind pictures that come in bursts, and the median
 * neither a pause nor what was held back by it. The first few pictures give a first estimate. One thread.
 */
final class ArrivalPeriod {
    /** Groups that are remembered. */
    static final int WINDOWS = 5;
    /** Intervals to a group. */
    static final int GROUP = 16;
    /** Intervals to the first group, so that a slow camera's period is known soon. */
    static final int FIRST_GROUP = 4;

    private final long[] means = new long[WINDOWS];
    private final long[] sorted = new long[WINDOWS];
    private int known;
    private int next;
    private boolean hasBegun;
    private long beginNs;
    private int intervals;
    private long medianNs;

    /** A new connection: the time between goes into no group. */
    void restart() {
        hasBegun = false;
    }

    void arrived(long nowNs) {
        if (!hasBegun) {
            hasBegun = true;
            beginNs = nowNs;
            intervals = 0;
            return;
        }
        if (++intervals < (known == 0 ? FIRST_GROUP : GROUP)) {
            return;
        }
        means[next] = Math.max(1, (nowNs - beginNs) / intervals);
        next = (next + 1) % WINDOWS;
        known = Math.min(WINDOWS, known + 1);
        beginNs = nowNs;
        intervals = 0;
        System.arraycopy(means, 0, sorted, 0, known);
        Arrays.sort(sorted, 0, known);
        medianNs = sorted[known / 2];
    }

    /** The estimate, ns; 0 before the first. */
    long ns() {
        return medianNs;
    }
}
