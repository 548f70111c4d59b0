package dev.saccade.camera.stream;

import dev.saccade.frame.Frame;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import java.util.Arrays;

/**
 * The time at which a picture was made, CLOCK_MONOTONIC ns, as 8 x 8 blocks of 16 pixels in its upper left corner: bit
 * 8 x row + column, bright for one. The same code as in rtsp_server.py.
 */
final class BurnedClock {
    static final int BLOCK = 16;

    private static final int SIDE = 8;
    private static final int BRIGHT = 235;
    private static final int DARK = 16;
    private static final int GREY = 96;
    private static final int MIDDLE = 128;

    private BurnedClock() {}

    /** An I420 picture that carries a time. */
    static byte[] picture(int width, int height, long stampNs) {
        byte[] picture = new byte[width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)];
        Arrays.fill(picture, 0, width * height, (byte) GREY);
        Arrays.fill(picture, width * height, picture.length, (byte) MIDDLE);
        for (int y = 0; y < SIDE * BLOCK; y++) {
            for (int column = 0; column < SIDE; column++) {
                boolean bright = (stampNs >> (y / BLOCK * SIDE + column) & 1) == 1;
                int from = y * width + column * BLOCK;
                Arrays.fill(picture, from, from + BLOCK, (byte) (bright ? BRIGHT : DARK));
            }
        }
        return picture;
    }

    /** The time that a frame carries. */
    static long read(Frame frame) {
        PixelFormat pixels = frame.format().pixels();
        int pixelBytes = pixels == PixelFormat.BGR24 || pixels == PixelFormat.RGB24 ? 3 : 1;
        long stampNs = 0;
        for (int bit = 0; bit < SIDE * SIDE; bit++) {
            int x = bit % SIDE * BLOCK + BLOCK / 2;
            int y = bit / SIDE * BLOCK + BLOCK / 2;
            stampNs |= NativeBytes.at(frame, 0, x * pixelBytes, y) > MIDDLE ? 1L << bit : 0;
        }
        return stampNs;
    }
}
