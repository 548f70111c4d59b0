package dev.saccade.models.evaluate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.PixelFormat;
import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * How bright a frame is: the mean luma of 32 x 32 points spread over it. Whoever compares with recorded statistics must
 * measure in just this way. Owns a row of native memory until {@link #close()}; one thread.
 */
public final class InputLuma implements AutoCloseable {
    /** Bins of a histogram of {@link #mean}, over 0 to 256. */
    public static final int BINS = 16;

    private static final int POINTS = 32;
    private static final int MOST_ROW_BYTES = 4 * dev.saccade.frame.FrameFormat.MAX_SIDE;

    private final BytePointer row = new BytePointer(MOST_ROW_BYTES);
    private final ByteBuffer bytes = row.asByteBuffer();

    /** Allocates. */
    public InputLuma() {}

    /**
     * Measures a frame. RGB counts by BT.601, (77 R + 150 G + 29 B) / 256; YUV by its luma as it
     * stands.
     *
     * @param frame leased by the caller, read during the call only
     * @return 0..255
     */
    public double mean(Frame frame) {
        int width = frame.format().width();
        int height = frame.format().height();
        PixelFormat pixels = frame.format().pixels();
        long sum = 0;
        for (int j = 0; j < POINTS; j++) {
            int y = (2 * j + 1) * height / (2 * POINTS);
            Kernels.copy(row.address(), frame.address(0) + (long) y * frame.stride(0), pixels.rowBytes(0, width));
            for (int i = 0; i < POINTS; i++) {
                sum += luma(pixels, (2 * i + 1) * width / (2 * POINTS));
            }
        }
        return sum / (double) (POINTS * POINTS);
    }

    private int luma(PixelFormat pixels, int x) {
        return switch (pixels) {
            case BGR24 -> (29 * at(3 * x) + 150 * at(3 * x + 1) + 77 * at(3 * x + 2)) >> 8;
            case RGB24 -> (77 * at(3 * x) + 150 * at(3 * x + 1) + 29 * at(3 * x + 2)) >> 8;
            case GRAY8, NV12, I420 -> at(x);
            case YUYV -> at(2 * x);
            case UYVY -> at(2 * x + 1);
        };
    }

    private int at(int i) {
        return bytes.get(i) & 0xff;
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        row.close();
    }
}
