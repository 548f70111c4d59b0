package dev.saccade.fault;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A source whose camera fails by plan: it freezes, falls silent, goes blank or loses frames. Owns the source, and memory
 * for one picture of each sort, made with the first frame of a format. What is lost counts as a gap.
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
        int status = source.capture(slot, nowNs);
        if (status == CAPTURED) {
            plan.begin(nowNs);
            status = spoil(slot, nowNs);
        }
        if (guard.leave()) {
            free();
        }
        return status;
    }

    private int spoil(FrameSlot slot, long nowNs) {
        prepare(slot.format());
        if (plan.isActive(FaultKind.CAMERA_LOST, nowNs)) {
            return lose(FaultKind.CAMERA_LOST);
        }
        if (plan.loses(slot.sequence(), nowNs)) {
            return lose(FaultKind.FRAME_LOSS);
        }
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
        return source.nextDueNs();
    }

    @Override
    public long gaps() {
        return source.gaps() + plan.injected(FaultKind.CAMERA_LOST) + plan.injected(FaultKind.FRAME_LOSS);
    }

    @Override
    public long torn() {
        return source.torn();
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
