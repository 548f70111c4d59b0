package dev.saccade.cli.telemetry;

/** How long to wait before the next attempt: doubling, up to a bound, each shortened by a random part. One thread. */
final class Backoff {
    private final long firstNs;
    private final long longestNs;
    private long nextNs;
    private long dueNs;

    Backoff(long firstNs, long longestNs, long nowNs) {
        this.firstNs = firstNs;
        this.longestNs = longestNs;
        nextNs = firstNs;
        dueNs = nowNs;
    }

    boolean isDue(long nowNs) {
        return nowNs - dueNs >= 0;
    }

    /**
     * An attempt failed.
     *
     * @param share 0 to 1: how much of a half is cut off, so that many vehicles do not come back in step
     */
    void failed(long nowNs, double share) {
        dueNs = nowNs + nextNs - (long) (share * 0.5 * nextNs);
        nextNs = Math.min(longestNs, nextNs * 2);
    }

    void succeeded() {
        nextNs = firstNs;
    }
}
