package dev.saccade.scene;

import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;

/**
 * The three planes of an I420 slot as something to draw spans on. Keeps one view for each slot memory that it has met,
 * so that a ring costs a few small objects at start and nothing per frame.
 */
final class NativePlanes {
    // A ring has at most 64 slots; memory that was given back and allocated anew may add addresses.
    private static final int MOST_VIEWS = 128;

    private final long[] addresses = new long[MOST_VIEWS];
    private final ByteBuffer[] views = new ByteBuffer[MOST_VIEWS];
    private int known;

    private ByteBuffer memory;
    private int width;
    private int height;
    private int lumaStride;
    private int chromaStride;
    private int offsetU;
    private int offsetV;
    private byte[] paint = new byte[0];

    void attach(FrameSlot slot) {
        int rows = slot.format().height();
        memory = view(slot.address(0), slot.format().alignedBytes());
        width = slot.format().width();
        height = rows;
        lumaStride = slot.stride(0);
        chromaStride = slot.stride(1);
        offsetU = (int) (slot.address(1) - slot.address(0));
        offsetV = (int) (slot.address(2) - slot.address(0));
        if (paint.length < width) {
            paint = new byte[width];
        }
    }

    private ByteBuffer view(long address, long bytes) {
        for (int i = 0; i < known; i++) {
            if (addresses[i] == address && views[i].capacity() == bytes) {
                return views[i];
            }
        }
        if (known == MOST_VIEWS) {
            known = 0;
        }
        addresses[known] = address;
        views[known] = new Window(address, bytes).asByteBuffer();
        return views[known++];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    void luma(int y, byte[] row) {
        memory.put(y * lumaStride, row, 0, width);
    }

    void chroma(int chromaY, byte[] rowU, byte[] rowV) {
        int bytes = PixelFormat.I420.rowBytes(1, width);
        memory.put(offsetU + chromaY * chromaStride, rowU, 0, bytes);
        memory.put(offsetV + chromaY * chromaStride, rowV, 0, bytes);
    }

    /** Fills from x0 to x1 (exclusive) of one row, clipped to the frame. */
    void span(int y, double x0, double x1, int luma, int u, int v) {
        int from = (int) Math.max(0, Math.rint(x0));
        int to = (int) Math.min(width, Math.rint(x1));
        if (y < 0 || y >= height || from >= to) {
            return;
        }
        Arrays.fill(paint, 0, to - from, (byte) luma);
        memory.put(y * lumaStride + from, paint, 0, to - from);
        if ((y & 1) == 0) {
            int at = y / 2 * chromaStride + from / 2;
            int length = (to + 1) / 2 - from / 2;
            Arrays.fill(paint, 0, length, (byte) u);
            memory.put(offsetU + at, paint, 0, length);
            Arrays.fill(paint, 0, length, (byte) v);
            memory.put(offsetV + at, paint, 0, length);
        }
    }

    /** Borrowed memory at an address, owned by the ring. */
    private static final class Window extends BytePointer {
        Window(long address, long bytes) {
            this.address = address;
            this.capacity = bytes;
            this.limit = bytes;
        }
    }
}
