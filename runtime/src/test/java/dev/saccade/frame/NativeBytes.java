package dev.saccade.frame;

import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;

/** Reads native memory in tests. */
public final class NativeBytes {
    private NativeBytes() {}

    /**
     * Copies native bytes.
     *
     * @param address where
     * @param length how many
     * @return the bytes
     */
    public static byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        new Window(address, length).get(bytes);
        return bytes;
    }

    /**
     * Writes native bytes.
     *
     * @param address where
     * @param bytes what
     */
    public static void write(long address, byte[] bytes) {
        new Window(address, bytes.length).put(bytes);
    }

    /**
     * One sample of a frame.
     *
     * @param frame leased
     * @param plane 0..2
     * @param x byte within the row
     * @param y row
     * @return 0..255
     */
    public static int at(Frame frame, int plane, int x, int y) {
        return read(frame.address(plane) + (long) y * frame.stride(plane) + x, 1)[0] & 0xff;
    }

    /**
     * A checksum over the visible samples, padding left out.
     *
     * @param frame leased
     * @return CRC-32
     */
    public static long checksum(Frame frame) {
        CRC32 crc = new CRC32();
        PixelFormat pixels = frame.format().pixels();
        for (int p = 0; p < pixels.planes(); p++) {
            for (int y = 0; y < pixels.rows(p, frame.format().height()); y++) {
                long row = frame.address(p) + (long) y * frame.stride(p);
                crc.update(read(row, pixels.rowBytes(p, frame.format().width())));
            }
        }
        return crc.getValue();
    }

    private static final class Window extends BytePointer {
        Window(long address, long bytes) {
            this.address = address;
            this.capacity = bytes;
            this.limit = bytes;
        }
    }
}
