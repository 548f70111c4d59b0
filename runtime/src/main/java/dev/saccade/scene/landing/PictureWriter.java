package dev.saccade.scene.landing;

import dev.saccade.frame.FrameSlot;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes 0xRRGGBB pictures into BGR24 slots. Keeps one view for each slot memory that it has met, so that a ring costs a
 * few small objects at start and nothing per frame. One thread.
 */
final class PictureWriter {
    private static final int MOST_VIEWS = 64;

    private final long[] addresses = new long[MOST_VIEWS];
    private final ByteBuffer[] views = new ByteBuffer[MOST_VIEWS];
    private int known;
    private byte[] line = new byte[0];

    void write(FrameSlot slot, int[] picture) {
        int width = slot.format().width();
        int stride = slot.stride(0);
        if (line.length < 3 * width) {
            line = new byte[3 * width];
        }
        ByteBuffer memory = view(slot.address(0), slot.format().alignedBytes());
        for (int y = 0; y < slot.format().height(); y++) {
            for (int x = 0; x < width; x++) {
                int colour = picture[y * width + x];
                line[3 * x] = (byte) colour;
                line[3 * x + 1] = (byte) (colour >> 8);
                line[3 * x + 2] = (byte) (colour >> 16);
            }
            memory.put(y * stride, line, 0, 3 * width);
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

    /** Borrowed memory at an address, owned by the ring. */
    private static final class Window extends BytePointer {
        Window(long address, long bytes) {
            this.address = address;
            this.capacity = bytes;
            this.limit = bytes;
        }
    }
}
