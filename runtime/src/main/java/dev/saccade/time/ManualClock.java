package dev.saccade.time;

/** A clock that stands until it is moved: virtual time for tests, simulation and replay. Safe to read from any thread. */
public final class ManualClock implements MonotonicClock {
    private volatile long nowNs;

    /** @param startNs first reading, ns */
    public ManualClock(long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    /**
     * Moves the clock.
     *
     * @param toNs the new reading, ns; not before the present one
     * @throws IllegalArgumentException when it would go back
     */
    public void set(long toNs) {
        if (toNs - nowNs < 0) {
            throw new IllegalArgumentException("clock would go back from " + nowNs + " to " + toNs + " ns");
        }
        nowNs = toNs;
    }

    /**
     * Moves the clock forward.
     *
     * @param byNs how far, ns; not negative
     */
    public void advance(long byNs) {
        set(nowNs + byNs);
    }
}
