package dev.saccade.scene;

/**
 * The burned-in frame number: eight seven-segment digits on a black strip at the top left, modulo 100,000,000. Scales
 * with the frame so that it survives lossy compression at the usual sizes.
 */
final class FrameNumber {
    static final int DIGITS = 8;

    private static final int WHITE = 225;
    private static final int BLACK = 16;
    // Bit k lights segment k: top, top right, bottom right, bottom, bottom left, top left, middle.
    private static final int[] SEGMENTS = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};

    private FrameNumber() {}

    static void draw(NativePlanes planes, long frame) {
        int unit = Math.max(1, planes.width() / 160);
        int wide = (DIGITS * 5 + 1) * unit;
        for (int y = 0; y < 9 * unit; y++) {
            planes.span(y, 0, wide, BLACK, 128, 128);
        }
        long rest = Math.floorMod(frame, 100_000_000L);
        for (int d = DIGITS - 1; d >= 0; d--) {
            digit(planes, (1 + 5 * d) * unit, unit, unit, SEGMENTS[(int) (rest % 10)]);
            rest /= 10;
        }
    }

    private static void digit(NativePlanes planes, int x, int y, int unit, int lit) {
        block(planes, x, y, 4, 1, unit, lit);
        block(planes, x + 3 * unit, y, 1, 4, unit, lit >> 1);
        block(planes, x + 3 * unit, y + 3 * unit, 1, 4, unit, lit >> 2);
        block(planes, x, y + 6 * unit, 4, 1, unit, lit >> 3);
        block(planes, x, y + 3 * unit, 1, 4, unit, lit >> 4);
        block(planes, x, y, 1, 4, unit, lit >> 5);
        block(planes, x, y + 3 * unit, 4, 1, unit, lit >> 6);
    }

    private static void block(NativePlanes planes, int x, int y, int wide, int tall, int unit, int bit) {
        if ((bit & 1) != 0) {
            for (int row = 0; row < tall * unit; row++) {
                planes.span(y + row, x, x + wide * unit, WHITE, 128, 128);
            }
        }
    }
}
