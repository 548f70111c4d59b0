package dev.saccade.worker;

/**
 * When the next worker is started: half a second after the end of one, twice as long after each further one, 30 s at
 * most. One that has served for a minute was sound, and begins anew. One thread; time is an argument.
 */
final class RestartBackOff {
    static final long FIRST_NS = 500_000_000L;
    static final long LONGEST_NS = 30_000_000_000L;
    static final long SOUND_NS = 60_000_000_000L;

    private long nextNs = FIRST_NS;
    private long dueNs;

    /** @param servedNs how long it served, 0: never */
    void ended(long nowNs, long servedNs) {
        if (servedNs >= SOUND_NS) {
            nextNs = FIRST_NS;
        }
        dueNs = nowNs + nextNs;
        nextNs = Math.min(LONGEST_NS, 2 * nextNs);
    }

    /** @return how long until the next start; 0 or less: now */
    long leftNs(long nowNs) {
        return dueNs - nowNs;
    }
}
