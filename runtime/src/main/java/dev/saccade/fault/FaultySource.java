package dev.saccade.fault;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;

/**
 * A source whose camera fails by plan: it freezes, falls silent, goes blank, loses, repeats, tears or delays frames, or
 * begins to count anew. Owns the source, and memory for pictures, made with the first frame of a format. What is lost
 * counts as a gap, what is torn as such.
 */
public final class FaultySource implements FrameSource {
    private static final byte BLACK_LUMA = 16;
    private static final byte NO_COLOUR = (byte) 128;

    private final FrameSource source;
    private final FaultPlan plan;
    private final CloseGuard guard = new CloseGuard();
    private FrameFormat format;
    private BytePointer kept;
    private BytePointer black;
    private boolean isKept;
    private DelayLine line;
    /** Frames that the line had no room for, or still held when frames came at once again. */
    private final AtomicLong overtaken = new AtomicLong();
    /** What the camera's counter began anew at. */
    private long counted;
    /** Of the frame before: what a camera gives again. */
    private long latestSequence;

    private long latestCaptureNs;
    private boolean hasLatest;

    /**
     * Wraps a source.
     *
     * @param source taken over: closed with this one
     * @param plan when what goes wrong; its time begins with the first frame
     */
    public FaultySource(FrameSource source, FaultPlan plan) {
        this.source = source;
        this.plan = plan;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (!guard.enter()) {
            return END;
        }
        int status = delayed(slot, nowNs);
        if (guard.leave()) {
            free();
        }
        return status;
    }

    private int delayed(FrameSlot slot, long nowNs) {
        if (line != null
                && !line.isEmpty()
                && line.dueNs() - nowNs <= 0
                && slot.format().equals(format)) {
            line.take(slot);
            return CAPTURED;
        }
        int status = source.capture(slot, nowNs);
        if (status != CAPTURED) {
            return status;
        }
        plan.begin(nowNs);
        status = spoil(slot, nowNs);
        long lateNs = plan.lateNs(nowNs);
        if (line == null || status != CAPTURED) {
            return status;
        }
        if (lateNs == 0) {
            overtake(line.size());
            line.clear();
            return CAPTURED;
        }
        if (line.isFull()) {
            line.drop();
            overtake(1);
        }
        line.put(slot, nowNs + lateNs);
        plan.count(FaultKind.CAMERA_LATE);
        return NOT_READY;
    }

    private void overtake(int frames) {
        overtaken.lazySet(overtaken.get() + frames);
    }

    private int spoil(FrameSlot slot, long nowNs) {
        prepare(slot.format());
        if (plan.isActive(FaultKind.CAMERA_LOST, nowNs)) {
            return lose(FaultKind.CAMERA_LOST);
        }
        if (plan.chooses(FaultKind.FRAME_LOSS, slot.sequence(), nowNs)) {
            return lose(FaultKind.FRAME_LOSS);
        }
        if (plan.chooses(FaultKind.CAMERA_TORN, slot.sequence(), nowNs)) {
            return lose(FaultKind.CAMERA_TORN);
        }
        number(slot, nowNs);
        if (kept != null) {
            if (isKept && plan.isActive(FaultKind.CAMERA_FREEZE, nowNs)) {
                plan.count(FaultKind.CAMERA_FREEZE);
                copy(slot.address(0), kept.address());
            } else {
                copy(kept.address(), slot.address(0));
                isKept = true;
            }
        }
        if (plan.isActive(FaultKind.CAMERA_BLANK, nowNs)) {
            plan.count(FaultKind.CAMERA_BLANK);
            copy(slot.address(0), black.address());
        }
        return CAPTURED;
    }

    /** Gives a frame the number and time that the camera would. */
    private void number(FrameSlot slot, long nowNs) {
        if (plan.strikes(FaultKind.CAMERA_RESET, nowNs)) {
            counted = slot.sequence();
        }
        if (hasLatest && plan.chooses(FaultKind.CAMERA_DUPLICATE, slot.sequence(), nowNs)) {
            plan.count(FaultKind.CAMERA_DUPLICATE);
            slot.describe(latestSequence, latestCaptureNs, slot.stamp());
            return;
        }
        slot.describe(slot.sequence() - counted, slot.captureNs(), slot.stamp());
        latestSequence = slot.sequence();
        latestCaptureNs = slot.captureNs();
        hasLatest = true;
    }

    private int lose(FaultKind kind) {
        plan.count(kind);
        return NOT_READY;
    }

    private void copy(long to, long from) {
        Kernels.copy(to, from, format.alignedBytes());
    }

    private void prepare(FrameFormat present) {
        if (present.equals(format)) {
            return;
        }
        free();
        format = present;
        isKept = false;
        if (plan.has(FaultKind.CAMERA_FREEZE)) {
            kept = new BytePointer(present.alignedBytes());
        }
        if (plan.has(FaultKind.CAMERA_BLANK)) {
            black = black(present);
        }
        if (plan.has(FaultKind.CAMERA_LATE)) {
            line = new DelayLine(present, plan.mostLateNs(), source.framePeriodNs());
        }
    }

    private static BytePointer black(FrameFormat format) {
        BytePointer picture = new BytePointer(format.alignedBytes());
        ByteBuffer bytes = picture.asByteBuffer();
        PixelFormat pixels = format.pixels();
        int luma = format.alignedStride(0) * pixels.rows(0, format.height());
        for (int i = 0; i < bytes.capacity(); i++) {
            boolean isColour =
                    switch (pixels) {
                        case YUYV -> i % 2 == 1;
                        case UYVY -> i % 2 == 0;
                        default -> pixels.isYuv() && i >= luma;
                    };
            bytes.put(i, isColour ? NO_COLOUR : pixels.isYuv() && !format.fullRange() ? BLACK_LUMA : 0);
        }
        return picture;
    }

    private void free() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
        if (black != null) {
            black.close();
            black = null;
        }
        if (line != null) {
            overtake(line.size());
            line.close();
            line = null;
        }
    }

    @Override
    public String uri() {
        return source.uri();
    }

    @Override
    public FrameFormat format() {
        return source.format();
    }

    @Override
    public StampClass stamp() {
        return source.stamp();
    }

    @Override
    public long framePeriodNs() {
        return source.framePeriodNs();
    }

    @Override
    public long upstreamDelayNs() {
        return source.upstreamDelayNs();
    }

    @Override
    public boolean isLossless() {
        return source.isLossless();
    }

    @Override
    public long frameCount() {
        return source.frameCount();
    }

    @Override
    public long nextDueNs() {
        long nextNs = source.nextDueNs();
        return line != null && !line.isEmpty() && line.dueNs() - nextNs < 0 ? line.dueNs() : nextNs;
    }

    @Override
    public long gaps() {
        return source.gaps()
                + plan.injected(FaultKind.CAMERA_LOST)
                + plan.injected(FaultKind.FRAME_LOSS)
                + plan.injected(FaultKind.CAMERA_DUPLICATE)
                + overtaken.get();
    }

    @Override
    public long torn() {
        return source.torn() + plan.injected(FaultKind.CAMERA_TORN);
    }

    @Override
    public long resets() {
        return source.resets();
    }

    @Override
    public long reconnects() {
        return source.reconnects();
    }

    @Override
    public long skipped() {
        return source.skipped();
    }

    @Override
    public String fault() {
        return source.fault();
    }

    @Override
    public void close() {
        source.close();
        if (guard.close()) {
            free();
        }
    }
}
