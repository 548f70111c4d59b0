package dev.saccade.frame;

import dev.saccade.kernel.Kernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One place of a {@link FrameRing}: memory for a frame and its description. The source writes it on the camera
 * thread between acquire and publish; readers see it as a {@link Frame}.
 */
public final class FrameSlot implements Frame {
    static final int WRITING = -1;

    /** Room behind the last row: the vector code of converters writes whole blocks of pixels. */
    private static final int TAIL_BYTES = 256;

    /** Readers that hold the slot; {@link #WRITING} while the camera thread owns it. */
    final AtomicInteger leases = new AtomicInteger();

    private final FrameMemory memory;
    private final long[] address = new long[3];
    private final int[] stride = new int[3];
    private long base;
    private long capacity;
    private int generation;
    private FrameFormat format;
    private long sequence;
    private long captureNs;
    private StampClass stamp;

    FrameSlot(FrameMemory memory) {
        this.memory = memory;
    }

    /**
     * Gives the slot room for a format, planes at aligned strides. Allocates only when the present memory is too
     * small, or of an older generation. Camera thread.
     *
     * @param wanted the next frame's format
     */
    public void prepare(FrameFormat wanted) {
        int present = memory.generation();
        if (present != generation) {
            free();
            generation = present;
        }
        if (wanted.equals(format)) {
            format = wanted; // one instance for the whole stream, so that readers can compare by ==
            return;
        }
        long bytes = wanted.alignedBytes() + TAIL_BYTES;
        if (bytes > capacity) {
            free();
            base = memory.allocate(bytes);
            capacity = bytes;
        }
        long at = base;
        for (int p = 0; p < 3; p++) {
            boolean used = p < wanted.pixels().planes();
            address[p] = used ? at : 0;
            stride[p] = used ? wanted.alignedStride(p) : 0;
            at += used ? (long) stride[p] * wanted.pixels().rows(p, wanted.height()) : 0;
        }
        format = wanted;
    }

    /**
     * Describes the frame that was written. Camera thread.
     *
     * @param frameSequence the source's order from 0
     * @param frameCaptureNs capture time, monotonic ns
     * @param frameStamp where that time comes from
     */
    public void describe(long frameSequence, long frameCaptureNs, StampClass frameStamp) {
        sequence = frameSequence;
        captureNs = frameCaptureNs;
        stamp = frameStamp;
    }

    boolean repeats(FrameSlot other) {
        if (sequence == other.sequence) {
            return true;
        }
        if (!format.equals(other.format)) {
            return false;
        }
        PixelFormat pixels = format.pixels();
        for (int p = 0; p < pixels.planes(); p++) {
            int rowBytes = pixels.rowBytes(p, format.width());
            int rows = pixels.rows(p, format.height());
            if (Kernels.rowsEqual(address[p], stride[p], other.address[p], other.stride[p], rowBytes, rows) == 0) {
                return false;
            }
        }
        return true;
    }

    void free() {
        if (base != 0) {
            memory.free(base, capacity);
            base = 0;
            capacity = 0;
            format = null;
            Arrays.fill(address, 0);
            Arrays.fill(stride, 0);
        }
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long captureNs() {
        return captureNs;
    }

    @Override
    public StampClass stamp() {
        return stamp;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public long address(int plane) {
        return address[plane];
    }

    @Override
    public int stride(int plane) {
        return stride[plane];
    }

    @Override
    public void retain() {
        int held = leases.get();
        while (held > 0 && !leases.compareAndSet(held, held + 1)) {
            held = leases.get();
        }
        if (held <= 0) {
            throw new IllegalStateException("frame " + sequence + " is not leased");
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
            throw new IllegalStateException("frame " + sequence + " was released more often than leased");
        }
    }
}
