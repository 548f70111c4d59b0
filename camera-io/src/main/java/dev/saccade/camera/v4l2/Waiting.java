package dev.saccade.camera.v4l2;

/** When a lost device is looked for again: soon at first, then at twice the distance each time. */
final class Waiting {
    static final long FIRST_NS = 100_000_000L;
    static final long LONGEST_NS = 2_000_000_000L;

    private long distanceNs = FIRST_NS;
    private long dueNs;

    /** The device was found, or has never been lost: the next loss is looked into at once. */
    void reset(long nowNs) {
        distanceNs = FIRST_NS;
        dueNs = nowNs;
    }

    /** It was not there. */
    void failed(long nowNs) {
        dueNs = nowNs + distanceNs;
        distanceNs = Math.min(2 * distanceNs, LONGEST_NS);
    }

    boolean isDue(long nowNs) {
        return dueNs - nowNs <= 0;
    }

    long dueNs() {
        return dueNs;
    }
}
