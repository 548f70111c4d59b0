package dev.saccade.v4l2;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The picture that {@link VideoDevice#take} took last, and what was counted since this was made; the counts go on over
 * several streams. Owns its memory until {@link #close()}; the picture's own memory belongs to the device. One thread.
 * Nothing here allocates.
 */
public final class TakenPicture implements AutoCloseable {
    // As struct Taken in video_stream.h.
    private static final int NUMBER = 0;
    private static final int CAPTURE_NS = 1;
    private static final int STAMP = 2;
    private static final int BUFFER = 3;
    private static final int ADDRESS = 4;
    private static final int BYTES = 7;
    private static final int GAPS = 11;
    private static final int TORN = 12;
    private static final int SKIPPED = 13;
    private static final int RESETS = 14;
    private static final int LONGS = 15;

    private final LongPointer memory = new LongPointer(LONGS);
    private final long address = memory.address();

    /** Makes one without a picture, all counts at 0. */
    public TakenPicture() {
        Pointer.memset(memory, 0, (long) LONGS * Long.BYTES);
    }

    /** @return where {@link VideoDevice#take} writes */
    public long address() {
        return address;
    }

    /** @return the driver's sequence without its wraps and restarts, from 0 */
    public long number() {
        return memory.get(NUMBER);
    }

    /** @return when it was captured, monotonic ns, by {@link #stamp()} */
    public long captureNs() {
        return memory.get(CAPTURE_NS);
    }

    /** @return {@link VideoDevice#STAMP_OF_KERNEL} and {@link VideoDevice#STAMP_OF_START}, or 0 for the time of arrival */
    public long stamp() {
        return memory.get(STAMP);
    }

    /** @return index of the driver's buffer */
    public int buffer() {
        return (int) memory.get(BUFFER);
    }

    /**
     * The driver's memory of one plane, valid until the picture is given back.
     *
     * @param plane 0..2
     * @return its address, 0 when there is no such plane
     */
    public long plane(int plane) {
        return memory.get(ADDRESS + plane);
    }

    /**
     * Bytes that the driver wrote.
     *
     * @param plane 0..2
     * @return bytes from {@link #plane} on
     */
    public long bytes(int plane) {
        return memory.get(BYTES + plane);
    }

    /** @return pictures that the driver lost, by its sequence */
    public long gaps() {
        return memory.get(GAPS);
    }

    /** @return pictures that the driver flagged as faulty or did not write to their end */
    public long torn() {
        return memory.get(TORN);
    }

    /** @return whole pictures that were left unread because a newer one waited */
    public long skipped() {
        return memory.get(SKIPPED);
    }

    /** @return how often the driver's sequence went back or leapt */
    public long resets() {
        return memory.get(RESETS);
    }

    /** Frees the memory. Idempotent; nothing else may be called afterwards. */
    @Override
    public void close() {
        memory.close();
    }
}
