package dev.saccade.models.gate;

/**
 * Latencies at a fixed cadence, from the moment when a frame was due to its result.
 *
 * @param runs how many
 * @param hz cadence
 * @param p50Ns median
 * @param p99Ns 99th percentile
 * @param maxNs largest
 * @param deadlineNs bound, {@link Long#MAX_VALUE} for none
 * @param missed share of runs that were late or had no result, 0..1
 */
public record CadenceLatency(int runs, double hz, long p50Ns, long p99Ns, long maxNs, long deadlineNs, double missed) {
    /** @return whether a deadline was set */
    public boolean hasDeadline() {
        return deadlineNs != Long.MAX_VALUE;
    }
}
