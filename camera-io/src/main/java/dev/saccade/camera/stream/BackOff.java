package dev.saccade.camera.stream;

/**
 * When to try a lost server again: after a pause that doubles from a
 * tenth of a second to five seconds. Time is an argument. One thread.
 */
final class BackOff {
    static final long FIRST_NS = 100_000_000L;
    static final long LONGEST_NS = 5_000_000_000L;

    private long pauseNs = FIRST_NS;
    private long dueNs;
    private boolean waiting;

    /** A picture came: the next loss begins with the shortest pause. */
    void served() {
        pauseNs = FIRST_NS;
    }

    /** The connection was lost or refused. */
    void lost(long nowNs) {
        dueNs = nowNs + pauseNs;
        pauseNs = Math.min(2 * pauseNs, LONGEST_NS);
        waiting = true;
    }

    /** How long to wait from now until the next attempt, 0 when it is due. */
    long remainingNs(long nowNs) {
        return waiting ? Math.max(0, dueNs - nowNs) : 0;
    }
}
