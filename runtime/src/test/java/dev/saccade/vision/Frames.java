package dev.saccade.vision;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;

/** Frames out of a real ring. */
final class Frames implements AutoCloseable {
    private final FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE);
    private long sequence;

    /** A leased frame whose samples are all zero; the caller releases it. */
    Frame next(FrameFormat format) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        slot.describe(sequence++, 1000 * sequence, StampClass.PLAYBACK);
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    static FrameFormat bgr(int width, int height) {
        return FrameFormat.of(PixelFormat.BGR24, width, height);
    }

    @Override
    public void close() {
        ring.close();
    }
}
