package dev.saccade.frame;

import dev.saccade.kernel.Kernels;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One place of a {@link FrameRing}: memory for a frame and its description. The source writes it on the camera
 * thread between acquire and publish; readers see it as a {@link Frame}.
 */
public final class FrameSlot extends StoredFrame {
    static final int WRITING = -1;

    /** Readers that hold the slot; {@link #WRITING} while the camera thread owns it. */
    final AtomicInteger leases = new AtomicInteger();

    FrameSlot(FrameMemory memory) {
        super(memory);
    }

    boolean repeats(FrameSlot other) {
        if (sequence() == other.sequence()) {
            return true;
        }
        if (!format().equals(other.format())) {
            return false;
        }
        PixelFormat pixels = format().pixels();
        for (int p = 0; p < pixels.planes(); p++) {
            int rowBytes = pixels.rowBytes(p, format().width());
            int rows = pixels.rows(p, format().height());
            if (Kernels.rowsEqual(address(p), stride(p), other.address(p), other.stride(p), rowBytes, rows) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void retain() {
        int held = leases.get();
        while (held > 0 && !leases.compareAndSet(held, held + 1)) {
            held = leases.get();
        }
        if (held <= 0) {
            throw new IllegalStateException("frame " + sequence() + " is not leased");
        }
    }

    @Override
    public void release() {
        // Checked before it is changed: a miscount must not turn into WRITING or free a slot that is being written.
        int held = leases.get();
        while (held > 0 && !leases.compareAndSet(held, held - 1)) {
            held = leases.get();
        }
        if (held <= 0) {
            throw new IllegalStateException("frame " + sequence() + " was released more often than leased");
        }
    }
}
