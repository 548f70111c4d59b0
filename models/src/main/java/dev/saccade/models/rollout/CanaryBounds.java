package dev.saccade.models.rollout;

/**
 * What a candidate must keep to while it serves.
 *
 * @param minAgreement least mean agreement with production over the latest hundred frames that both saw, 0..1
 * @param latencyFactor its p99 may be this many times production's
 * @param mostFaults hangs and errors that are borne
 */
public record CanaryBounds(double minAgreement, double latencyFactor, int mostFaults) {
    /** Unless told: nine tenths agree, half as slow again, no fault. */
    public static final CanaryBounds USUAL = new CanaryBounds(0.9, 1.5, 0);

    /**
     * Checks the values.
     *
     * @param minAgreement least mean agreement, 0..1
     * @param latencyFactor times production's p99, above 0
     * @param mostFaults at least 0
     */
    public CanaryBounds {
        if (!(minAgreement >= 0 && minAgreement <= 1) || !(latencyFactor > 0) || mostFaults < 0) {
            throw new IllegalArgumentException("canary with an agreement of " + minAgreement + ", " + latencyFactor
                    + " times the latency and " + mostFaults
                    + " faults: give 0 to 1, a factor above 0, and at least 0 faults");
        }
    }
}
