package dev.saccade.scene;

import dev.saccade.frame.Frame;
import dev.saccade.frame.NativeBytes;

/** Reads the burned-in frame number back from a frame whose first plane is luma. */
public final class FrameNumberReader {
    private static final int[] SEGMENTS = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};
    // Middle of each segment in half units from the digit's corner, away from where segments meet.
    private static final int[][] MIDDLES = {{4, 1}, {7, 5}, {7, 11}, {4, 13}, {1, 11}, {1, 5}, {4, 7}};

    private FrameNumberReader() {}

    /**
     * Reads.
     *
     * @param frame leased, planar YUV or grey
     * @return the number, or -1 when a digit cannot be made out
     */
    public static long read(Frame frame) {
        return read(frame, 1, 0);
    }

    /**
     * Reads from a packed format.
     *
     * @param frame leased
     * @param pixelBytes bytes from pixel to pixel of the first plane
     * @param offset byte within a pixel that grows with brightness
     * @return the number, or -1 when a digit cannot be made out
     */
    public static long read(Frame frame, int pixelBytes, int offset) {
        int unit = Math.max(1, frame.format().width() / 160);
        long number = 0;
        for (int d = 0; d < FrameNumber.DIGITS; d++) {
            int lit = 0;
            for (int s = 0; s < MIDDLES.length; s++) {
                int x = (1 + 5 * d) * unit + MIDDLES[s][0] * unit / 2;
                int y = unit + MIDDLES[s][1] * unit / 2;
                lit |= NativeBytes.at(frame, 0, x * pixelBytes + offset, y) > 120 ? 1 << s : 0;
            }
            int digit = 0;
            while (digit < 10 && SEGMENTS[digit] != lit) {
                digit++;
            }
            if (digit == 10) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
