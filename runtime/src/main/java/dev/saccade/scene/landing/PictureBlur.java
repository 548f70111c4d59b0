package dev.saccade.scene.landing;

/** Blurs 0xRRGGBB pictures, red and blue in one sum: two bits of room above each colour are enough for four pixels. */
final class PictureBlur {
    private static final int RED_BLUE = 0xff00ff;
    private static final int GREEN = 0x00ff00;
    private static final int ROUND_RED_BLUE = 0x020002;
    private static final int ROUND_GREEN = 0x000200;

    private PictureBlur() {}

    /** Passes of (1 2 1)/4 across and down; the edge repeats. @return the one of the two that holds the result */
    static int[] lens(int[] picture, int[] spare, int width, int height, int passes) {
        for (int i = 0; i < passes; i++) {
            pass(picture, spare, width, height, 1, width);
            pass(spare, picture, height, width, width, 1);
        }
        return picture;
    }

    private static void pass(int[] from, int[] to, int length, int lines, int next, int nextLine) {
        for (int line = 0; line < lines; line++) {
            int at = line * nextLine;
            int before = from[at];
            int here = before;
            for (int i = 0; i < length; i++) {
                int after = i + 1 < length ? from[at + next] : here;
                to[at] = mean(before, here, here, after);
                before = here;
                here = after;
                at += next;
            }
        }
    }

    /** The mean of four pictures along a smear. @return the one of the two that holds the result */
    static int[] motion(int[] picture, int[] spare, int width, int height, double smearX, double smearY) {
        int nearX = (int) StrictMath.rint(smearX / 8);
        int nearY = (int) StrictMath.rint(smearY / 8);
        int farX = (int) StrictMath.rint(smearX * 3 / 8);
        int farY = (int) StrictMath.rint(smearY * 3 / 8);
        if (farX == 0 && farY == 0) {
            return picture;
        }
        for (int y = 0; y < height; y++) {
            int rowA = row(y - farY, height) * width;
            int rowB = row(y - nearY, height) * width;
            int rowC = row(y + nearY, height) * width;
            int rowD = row(y + farY, height) * width;
            for (int x = 0; x < width; x++) {
                spare[y * width + x] = mean(
                        picture[rowA + row(x - farX, width)],
                        picture[rowB + row(x - nearX, width)],
                        picture[rowC + row(x + nearX, width)],
                        picture[rowD + row(x + farX, width)]);
            }
        }
        return spare;
    }

    private static int row(int at, int bound) {
        return Math.max(0, Math.min(bound - 1, at));
    }

    private static int mean(int a, int b, int c, int d) {
        int redBlue = (a & RED_BLUE) + (b & RED_BLUE) + (c & RED_BLUE) + (d & RED_BLUE) + ROUND_RED_BLUE;
        int green = (a & GREEN) + (b & GREEN) + (c & GREEN) + (d & GREEN) + ROUND_GREEN;
        return ((redBlue >> 2) & RED_BLUE) | ((green >> 2) & GREEN);
    }
}
