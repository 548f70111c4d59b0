package dev.saccade.worker;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;

/** A frame copied out of its ring. Allocates when the format needs more room or the memory was renewed; one thread. */
final class FrameCopy implements Frame, AutoCloseable {
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

    FrameCopy(FrameMemory memory) {
        this.memory = memory;
    }

    /** Takes a leased frame over; it may be released afterwards. */
    void take(Frame frame) {
        format = frame.format();
        sequence = frame.sequence();
        captureNs = frame.captureNs();
        stamp = frame.stamp();
        reserve(format.alignedBytes());
        PixelFormat pixels = format.pixels();
        long at = base;
        for (int p = 0; p < 3; p++) {
            boolean used = p < pixels.planes();
            address[p] = used ? at : 0;
            stride[p] = used ? format.alignedStride(p) : 0;
            if (used) {
                int rows = pixels.rows(p, format.height());
                copy(frame, p, rows, pixels.rowBytes(p, format.width()));
                at += (long) stride[p] * rows;
            }
        }
    }

    private void copy(Frame frame, int plane, int rows, int rowBytes) {
        long from = frame.address(plane);
        if (frame.stride(plane) == stride[plane]) {
            Kernels.copy(address[plane], from, (long) stride[plane] * (rows - 1) + rowBytes);
            return;
        }
        for (int row = 0; row < rows; row++) {
            long to = address[plane] + (long) row * stride[plane];
            Kernels.copy(to, from + (long) row * frame.stride(plane), rowBytes);
        }
    }

    private void reserve(long bytes) {
        if (bytes <= capacity && generation == memory.generation()) {
            return;
        }
        close();
        generation = memory.generation();
        base = memory.allocate(bytes);
        capacity = bytes;
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

    /** Nobody else writes it, so that nothing has to be held. */
    @Override
    public void retain() {}

    @Override
    public void release() {}

    @Override
    public void close() {
        if (base != 0) {
            memory.free(base, capacity);
            base = 0;
            capacity = 0;
        }
    }
}
