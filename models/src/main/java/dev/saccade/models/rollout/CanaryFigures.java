package dev.saccade.models.rollout;

/**
 * How a candidate that serves does, so far.
 *
 * @param frames it gave results for
 * @param p99Ns of its looks, lease to result
 * @param productionP99Ns of production's looks, measured in this run; 0 when unknown
 * @param compared frames that both saw
 * @param agreement mean over the latest hundred of these, 0..1
 * @param faults hangs and errors
 */
public record CanaryFigures(
        long frames, long p99Ns, long productionP99Ns, long compared, double agreement, long faults) {}
