package dev.saccade.pipeline;

/**
 * Perception latency as an input, for virtual time: how long a frame's result takes to appear. With a standby, a latency
 * from the hang timeout on is a hang: the result never appears, and the engine is busy for that long.
 */
@FunctionalInterface
public interface LatencyModel {
    /**
     * Lease to publication.
     *
     * @param frame the frame's sequence
     * @return ns, at least 0
     */
    long latencyNs(long frame);

    /**
     * Lease to publication when the standby looks; as {@link #latencyNs} unless overridden.
     *
     * @param frame the frame's sequence
     * @return ns, at least 0
     */
    default long standbyLatencyNs(long frame) {
        return latencyNs(frame);
    }
}
