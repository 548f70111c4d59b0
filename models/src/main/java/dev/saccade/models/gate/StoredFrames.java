package dev.saccade.models.gate;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** Frames of a {@link FrameStore}, one after the other, as a source. One thread. */
final class StoredFrames implements FrameSource {
    private static final FrameFormat NONE = FrameFormat.of(PixelFormat.BGR24, 2, 2);

    private final String uri;
    private final List<FrameStore.Stored> frames;
    private int next;
    private String fault;

    StoredFrames(String uri, List<FrameStore.Stored> frames) {
        this.uri = uri;
        this.frames = frames;
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public FrameFormat format() {
        return next < frames.size() ? frames.get(next).format() : NONE;
    }

    @Override
    public StampClass stamp() {
        return StampClass.ARRIVAL;
    }

    @Override
    public long framePeriodNs() {
        return 0;
    }

    @Override
    public long upstreamDelayNs() {
        return 0;
    }

    @Override
    public boolean isLossless() {
        return true;
    }

    @Override
    public long frameCount() {
        return frames.size();
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (next == frames.size()) {
            return END;
        }
        FrameStore.Stored frame = frames.get(next);
        PixelFormat pixels = frame.format().pixels();
        int width = frame.format().width();
        try (BytePointer bytes = new BytePointer(Files.readAllBytes(frame.file()))) {
            long at = bytes.address();
            for (int p = 0; p < pixels.planes(); p++) {
                int rowBytes = pixels.rowBytes(p, width);
                for (int y = 0; y < pixels.rows(p, frame.format().height()); y++) {
                    Kernels.copy(slot.address(p) + (long) y * slot.stride(p), at, rowBytes);
                    at += rowBytes;
                }
            }
        } catch (IOException e) {
            fault = "source " + uri + ": its copy " + frame.file() + " cannot be read (" + e.getMessage()
                    + "); check the directory for temporary files";
            return FAILED;
        }
        slot.describe(frame.sequence(), nowNs, StampClass.ARRIVAL);
        next++;
        return CAPTURED;
    }

    @Override
    public long nextDueNs() {
        return Long.MIN_VALUE;
    }

    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        next = frames.size();
    }
}
