package dev.saccade.frame;

import java.util.Arrays;

/**
 * A frame in memory of its own: planes at aligned strides, and their description. One thread writes it; who else may
 * read, and until when, the subclass says.
 */
public abstract class StoredFrame implements Frame {
    /** Room behind the last row: the vector code of converters writes whole blocks of pixels. */
    private static final int TAIL_BYTES = 256;

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

    /**
     * Makes a frame without memory yet.
     *
     * @param memory where it will lie
     */
    protected StoredFrame(FrameMemory memory) {
        this.memory = memory;
    }

    /**
     * Gives the frame room for a format, planes at aligned strides. Allocates only when the present memory is too
     * small, or of an older generation. Writing thread.
     *
     * @param wanted the next picture's format
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

    /** Names the format anew, the layout being the same: with or without a view. Writing thread. */
    void label(FrameFormat same) {
        format = same;
    }

    /**
     * Describes the picture that was written. Writing thread.
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

    /** Gives the memory back; the next {@link #prepare} takes it anew. Writing thread. */
    protected final void free() {
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
    public final long sequence() {
        return sequence;
    }

    @Override
    public final long captureNs() {
        return captureNs;
    }

    @Override
    public final StampClass stamp() {
        return stamp;
    }

    @Override
    public final FrameFormat format() {
        return format;
    }

    @Override
    public final long address(int plane) {
        return address[plane];
    }

    @Override
    public final int stride(int plane) {
        return stride[plane];
    }
}
