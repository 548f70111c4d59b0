package dev.saccade.frame;

/** A source, a ring and virtual time: what a camera thread does, one step at a time. */
public final class SourceRig implements AutoCloseable {
    // A source that neither delivers nor ends after so many calls hangs.
    private static final int MOST_CALLS = 100_000;

    private final FrameSource source;
    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);
    private long nowNs;

    /**
     * Makes a rig.
     *
     * @param source owned by the rig from here on
     * @param startNs first virtual time
     */
    public SourceRig(FrameSource source, long startNs) {
        this.source = source;
        nowNs = startNs;
    }

    /** @return the source */
    public FrameSource source() {
        return source;
    }

    /** @return the ring */
    public FrameRing ring() {
        return ring;
    }

    /** @return virtual time */
    public long nowNs() {
        return nowNs;
    }

    /**
     * Moves time.
     *
     * @param byNs how far
     */
    public void advance(long byNs) {
        nowNs += byNs;
    }

    /** @return the status of one call of capture at the present time; a captured frame is published */
    public int step() {
        FrameSlot slot = ring.acquire();
        slot.prepare(source.format());
        int status = source.capture(slot, nowNs);
        if (status == FrameSource.CAPTURED) {
            ring.publish(slot);
        } else {
            ring.abandon(slot);
        }
        return status;
    }

    /** @return the status after waiting, in virtual time, until the source delivers or is finished */
    public int next() {
        for (int call = 0; call < MOST_CALLS; call++) {
            int status = step();
            if (status != FrameSource.NOT_READY) {
                return status;
            }
            if (source.nextDueNs() - nowNs > 0) {
                nowNs = source.nextDueNs();
            }
        }
        throw new AssertionError(source.uri() + " delivered nothing in " + MOST_CALLS + " calls");
    }

    /** @return the newest frame, leased by the caller; null when the source is finished */
    public Frame lease() {
        return next() == FrameSource.CAPTURED ? ring.leaseNewest(-1) : null;
    }

    /** Closes source and ring. */
    @Override
    public void close() {
        source.close();
        ring.close();
    }
}
