package dev.saccade.frame;

/**
 * One leased frame in native memory. Valid until {@link #release()}; the memory belongs to the {@link FrameRing} and
 * is never overwritten while leased. One thread at a time; readable, not writable.
 */
public interface Frame {
    /** @return the source's order from 0; a gap means that the source lost frames */
    long sequence();

    /** @return when its light was captured, ns of the monotonic clock, by {@link #stamp()} */
    long captureNs();

    /** @return where {@link #captureNs()} comes from */
    StampClass stamp();

    /** @return geometry and colour */
    FrameFormat format();

    /**
     * Address of a plane's first pixel.
     *
     * @param plane 0..2
     * @return the address, or 0 when the format has no such plane
     */
    long address(int plane);

    /**
     * Bytes from row to row of a plane.
     *
     * @param plane 0..2
     * @return bytes, 0 when the format has no such plane
     */
    int stride(int plane);

    /** Adds a lease, for a second reader; each one is released by its own {@link #release()}. */
    void retain();

    /** Ends one lease. The frame must not be touched by that reader afterwards. */
    void release();
}
