package dev.saccade.pipeline;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A source for tests: frames of 8x8 grey at a fixed period from a start time, captured at the time they are due; the
 * first row holds the frame's number.
 */
public class ScriptedSource implements FrameSource {
    private final long startNs;
    private final long periodNs;
    private final long frames;
    private final boolean lossless;
    private final FrameFormat format = FrameFormat.of(PixelFormat.GRAY8, 8, 8);
    private final BytePointer memory = new BytePointer(Long.BYTES);
    private final ByteBuffer number = memory.asByteBuffer();
    private final long numberAddress = memory.address();
    private long next;
    private boolean closed;

    /**
     * Makes a source.
     *
     * @param startNs due time of the first frame
     * @param periodNs from frame to frame
     * @param frames how many
     * @param lossless whether every frame must be processed
     */
    public ScriptedSource(long startNs, long periodNs, long frames, boolean lossless) {
        this.startNs = startNs;
        this.periodNs = periodNs;
        this.frames = frames;
        this.lossless = lossless;
    }

    @Override
    public String uri() {
        return "scripted:";
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return StampClass.PLAYBACK;
    }

    @Override
    public long framePeriodNs() {
        return periodNs;
    }

    @Override
    public long upstreamDelayNs() {
        return 0;
    }

    @Override
    public boolean isLossless() {
        return lossless;
    }

    @Override
    public long frameCount() {
        return frames;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (next == frames) {
            return END;
        }
        if (nextDueNs() - nowNs > 0) {
            return NOT_READY;
        }
        number.putLong(0, next);
        Kernels.copy(slot.address(0), numberAddress, Long.BYTES);
        slot.describe(next++, nowNs, StampClass.PLAYBACK);
        return CAPTURED;
    }

    @Override
    public long nextDueNs() {
        return startNs + next * periodNs;
    }

    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public String fault() {
        return null;
    }

    /** @return whether it was closed */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
