package dev.saccade.worker;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StoredFrame;
import dev.saccade.kernel.Kernels;

/** A frame copied out of its ring. Allocates when the format needs more room or the memory was renewed; one thread. */
final class FrameCopy extends StoredFrame implements AutoCloseable {
    FrameCopy(FrameMemory memory) {
        super(memory);
    }

    /** Takes a leased frame over; it may be released afterwards. */
    void take(Frame frame) {
        FrameFormat format = frame.format();
        prepare(format);
        describe(frame.sequence(), frame.captureNs(), frame.stamp());
        PixelFormat pixels = format.pixels();
        for (int p = 0; p < pixels.planes(); p++) {
            copy(frame, p, pixels.rows(p, format.height()), pixels.rowBytes(p, format.width()));
        }
    }

    private void copy(Frame frame, int plane, int rows, int rowBytes) {
        long from = frame.address(plane);
        long to = address(plane);
        int step = stride(plane);
        if (frame.stride(plane) == step) {
            Kernels.copy(to, from, (long) step * (rows - 1) + rowBytes);
            return;
        }
        for (int row = 0; row < rows; row++) {
            Kernels.copy(to + (long) row * step, from + (long) row * frame.stride(plane), rowBytes);
        }
    }

    /** Nobody else writes it, so that nothing has to be held. */
    @Override
    public void retain() {}

    @Override
    public void release() {}

    @Override
    public void close() {
        free();
    }
}
