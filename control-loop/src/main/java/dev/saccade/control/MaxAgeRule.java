package dev.saccade.control;

import java.util.Locale;

/**
 * The least maximum age at which a healthy stream stays NOMINAL: p99 capture-to-result latency + result interval + one
 * tick. Just before a result replaces the one before, that one is as old as its own latency plus the interval, and a
 * tick sees it up to one period later.
 *
 * @param latencyNs p99 of capture to result, with the source's upstream delay, ns
 * @param intervalNs from result to result, ns
 * @param tickNs control period, ns
 */
public record MaxAgeRule(long latencyNs, long intervalNs, long tickNs) {
    /**
     * From a measured perceiver and a source.
     *
     * @param perceiveNs p99 of lease to result, ns
     * @param framePeriodNs from frame to frame, ns; 0 when unknown or when frames come as fast as they are taken
     * @param upstreamNs the source's declared delay before its stamp, ns
     * @param lossless whether the source holds each frame until the one before has been taken
     * @param tickNs control period, ns
     * @return the rule
     */
    public static MaxAgeRule of(long perceiveNs, long framePeriodNs, long upstreamNs, boolean lossless, long tickNs) {
        // A perceiver slower than the camera leases a frame that has waited up to one period; a lossless source
        // captures the next frame when the last is leased, so that it waits for one whole perception.
        long periodNs = lossless ? 0 : framePeriodNs;
        long waitNs = lossless ? perceiveNs : perceiveNs > periodNs ? periodNs : 0;
        return new MaxAgeRule(upstreamNs + waitNs + perceiveNs, Math.max(periodNs, perceiveNs), tickNs);
    }

    /** @return the least maximum age, ns */
    public long leastNs() {
        return latencyNs + intervalNs + tickNs;
    }

    /**
     * Refuses a maximum age that this stream could not hold.
     *
     * @param maxAgeNs as configured
     * @throws LoopConfigurationException with every number and the remedy
     */
    public void require(long maxAgeNs) {
        if (maxAgeNs < leastNs()) {
            throw new LoopConfigurationException("maxAge of " + ms(maxAgeNs) + " ms is below " + this
                    + ": raise maxAge to that, or use a smaller model or a faster camera");
        }
    }

    /**
     * Refuses a maximum age that a standby could never meet.
     *
     * @param maxAgeNs as configured
     * @param standby its model
     * @throws LoopConfigurationException with every number and the remedy
     */
    public void requireOfStandby(long maxAgeNs, String standby) {
        if (maxAgeNs < leastNs()) {
            throw new LoopConfigurationException("maxAge of " + ms(maxAgeNs) + " ms could never be met by the standby "
                    + standby + ", which needs " + this + ": raise maxAge to that, or name a smaller fallback");
        }
    }

    /** @return the sum in milliseconds, with its parts */
    @Override
    public String toString() {
        return ms(leastNs()) + " ms = p99 capture-to-result latency " + ms(latencyNs) + " + result interval "
                + ms(intervalNs) + " + tick " + ms(tickNs);
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e6);
    }
}
