package dev.saccade.picture;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A picture to draw on and to write: BGR24 in native memory that it owns until {@link #close()}. Width and height are
 * even, as video encoders want. One thread.
 */
public final class Canvas implements AutoCloseable {
    private final Mat pixels;
    private final long address;
    private final int stride;

    Canvas(int width, int height) {
        try (Scalar black = new Scalar(0, 0, 0, 0)) {
            pixels = new Mat(height + height % 2, width + width % 2, opencv_core.CV_8UC3, black);
        }
        address = pixels.data().address();
        stride = (int) pixels.step();
    }

    Mat pixels() {
        return pixels;
    }

    /** @return pixels, even */
    public int width() {
        return pixels.cols();
    }

    /** @return pixels, even */
    public int height() {
        return pixels.rows();
    }

    /** @return address of the first pixel */
    public long address() {
        return address;
    }

    /** @return bytes from row to row */
    public int stride() {
        return stride;
    }

    /** Frees the pixels. Idempotent. */
    @Override
    public void close() {
        pixels.close();
    }
}
