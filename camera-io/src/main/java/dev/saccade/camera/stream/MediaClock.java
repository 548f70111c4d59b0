package dev.saccade.camera.stream;

/**
 * Tells when a frame would have reached us had nothing held it back, from the stream's own timestamps and from arrival
 * times. The earliest arrival, relative to its timestamp, gives the mapping; a frame that came later than its timestamp
 * says was waiting in somebody's buffer, and its capture time says so. Never later than the arrival.
 *
 * <p>The mapping may drift by {@value #SKEW_PPM} ppm, since the sender's clock is not ours; a delay that lasts is
 * therefore forgotten at that rate. A timestamp more than a second off the mapping starts a new one. One thread.
 */
final class MediaClock {
    /** Difference of the two clocks that is followed: more than any crystal, and as much as 30 against 29.97 a second. */
    static final int SKEW_PPM = 1_000;

    static final long MOST_NS = 1_000_000_000L;
    static final long UNKNOWN = Long.MIN_VALUE;

    private boolean started;
    private long offsetNs;
    private long latestArrivalNs;
    private long resets;

    /** Forgets the mapping, for a new connection. */
    void restart() {
        started = false;
    }

    /** How often a timestamp leapt away from the mapping. */
    long resets() {
        return resets;
    }

    /**
     * The capture time of a frame.
     *
     * @param mediaNs the stream's timestamp, any origin, or {@link #UNKNOWN}
     * @param arrivalNs when it was complete, monotonic
     */
    long captureNs(long mediaNs, long arrivalNs) {
        if (mediaNs == UNKNOWN) {
            return arrivalNs;
        }
        long candidateNs = arrivalNs - mediaNs;
        if (started) {
            offsetNs += Math.max(0, arrivalNs - latestArrivalNs) * SKEW_PPM / 1_000_000;
            if (Math.abs(candidateNs - offsetNs) > MOST_NS) {
                resets++;
                offsetNs = candidateNs;
            }
            offsetNs = Math.min(offsetNs, candidateNs);
        } else {
            offsetNs = candidateNs;
            started = true;
        }
        latestArrivalNs = arrivalNs;
        return mediaNs + offsetNs;
    }
}
