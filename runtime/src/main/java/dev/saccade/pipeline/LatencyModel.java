package dev.saccade.pipeline;

/** Perception latency as an input, for virtual time: how long a frame's result takes to appear. */
@FunctionalInterface
public interface LatencyModel {
    /**
     * Lease to publication.
     *
     * @param frame the frame's sequence
     * @return ns, at least 0
     */
    long latencyNs(long frame);
}
