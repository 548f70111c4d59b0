package dev.saccade.frame;

/**
 * A camera, stream, file, directory or scene. Driven by one thread (the camera thread); {@link #close()} may come
 * from any. {@link #capture} allocates nothing in steady state.
 */
public interface FrameSource extends AutoCloseable {
    /** {@link #capture}: a frame was written into the slot; publish it. */
    int CAPTURED = 1;
    /** {@link #capture}: nothing yet; come again at {@link #nextDueNs()}. */
    int NOT_READY = 0;
    /** {@link #capture}: the source is at its end; no frame follows. */
    int END = -1;
    /** {@link #capture}: the source failed for good; {@link #fault()} says why. */
    int FAILED = -2;

    /** @return the URI that opened it, without credentials */
    String uri();

    /** @return the format of the next frame; may change after a {@link #CAPTURED} */
    FrameFormat format();

    /** @return where capture times come from */
    StampClass stamp();

    /** @return nominal frame period, ns; 0 when unknown */
    long framePeriodNs();

    /** @return worst delay between light and {@link Frame#captureNs()}, ns; counts into every age */
    long upstreamDelayNs();

    /** @return whether every frame must be processed ({@code pace=max}) rather than the newest */
    default boolean isLossless() {
        return false;
    }

    /** @return number of frames when it is known beforehand, -1 otherwise */
    default long frameCount() {
        return -1;
    }

    /**
     * Writes the next frame into a slot that has room for {@link #format()}. May block for the device, at most
     * about 100 ms.
     *
     * @param slot where to write
     * @param nowNs time of this cycle, monotonic ns
     * @return {@link #CAPTURED}, {@link #NOT_READY}, {@link #END} or {@link #FAILED}
     */
    int capture(FrameSlot slot, long nowNs);

    /** @return earliest monotonic ns at which {@link #capture} has something; a past time means at once */
    long nextDueNs();

    /** @return frames that the source itself lost, found by sequence or stamp gaps */
    long gaps();

    /** @return frames that arrived damaged (torn, cut short, corrupt) and were not handed on */
    default long torn() {
        return 0;
    }

    /** @return how often the device's own counter or clock began anew; sequence and capture times went on */
    default long resets() {
        return 0;
    }

    /** @return how often the device or stream was lost and came back */
    default long reconnects() {
        return 0;
    }

    /** @return frames that the source itself passed over for a newer one; they are no gaps */
    default long skipped() {
        return 0;
    }

    /** @return frames of a camera among several that found no companions of the same time */
    default long unmatched() {
        return 0;
    }

    /** @return one line on the failure after {@link #FAILED}, naming the source and the remedy; null before */
    String fault();

    /** Releases the device. Idempotent. A thread inside {@link #capture} returns soon. */
    @Override
    void close();
}
