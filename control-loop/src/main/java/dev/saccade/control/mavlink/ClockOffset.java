package dev.saccade.control.mavlink;

/**
 * The autopilot's clock against ours, from TIMESYNC round trips. An answer places the other clock within half its round
 * trip; of the latest answers the one with the shortest counts. Answers that took too long, or that are no answer to the
 * latest question, are not looked at. One that contradicts what is known means that the autopilot started anew.
 */
final class ClockOffset {
    /** An answer that took longer says too little. */
    static final long LONGEST_NS = 50_000_000;

    private static final int WINDOW = 16;
    /** Clocks drift apart by less than this while a window lasts: 100 ppm over 16 s, rounded up. */
    private static final long DRIFT_NS = 2_000_000;

    private final long[] offsets = new long[WINDOW];
    private final long[] roundTrips = new long[WINDOW];
    private int count;
    private int next;
    private int best;
    private long askedNs;
    private boolean asked;

    void ask(long nowNs) {
        askedNs = nowNs;
        asked = true;
    }

    /** @return whether this was the answer to the latest question, in time */
    boolean answer(long remoteNs, long askedAtNs, long nowNs) {
        if (!asked || askedAtNs != askedNs) {
            return false;
        }
        asked = false;
        long roundTrip = nowNs - askedAtNs;
        if (roundTrip < 0 || roundTrip > LONGEST_NS) {
            return false;
        }
        long offset = remoteNs - (askedAtNs + roundTrip / 2);
        if (count > 0 && contradicts(offset, roundTrip)) {
            count = 0;
            next = 0;
        }
        offsets[next] = offset;
        roundTrips[next] = roundTrip;
        next = (next + 1) % WINDOW;
        count = Math.min(count + 1, WINDOW);
        best = 0;
        for (int i = 1; i < count; i++) {
            best = roundTrips[i] < roundTrips[best] ? i : best;
        }
        return true;
    }

    /** Enough answers to ask less often. */
    boolean isSettled() {
        return count == WINDOW;
    }

    /** @return autopilot's clock minus ours, ns */
    long offsetNs() {
        return offsets[best];
    }

    /** @return most that {@link #offsetNs()} is off by, drift apart, ns */
    long boundNs() {
        return roundTrips[best] / 2;
    }

    /** A time of the autopilot's in ours; the time of arrival while its clock is not known, and never after it. */
    long toLocal(long remoteNs, long arrivedNs) {
        return count == 0 ? arrivedNs : Math.min(arrivedNs, remoteNs - offsets[best]);
    }

    private boolean contradicts(long offset, long roundTrip) {
        return Math.abs(offset - offsets[best]) > (roundTrip + roundTrips[best]) / 2 + DRIFT_NS;
    }
}
