package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Masks of another size against interpolation written out plainly, in double precision. */
class ResizedMaskTest {
    /** More than rounding moves a score by, at column 2500 most: a pixel that is closer to a tie is anybody's. */
    private static final double CLOSE = 2e-3;

    private static final float THRESHOLD = 0.5f;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldMatchThePlainReference() {
        int[][] sizes = {
            {1, 1, 5, 4},
            {3, 4, 1, 1},
            {5, 7, 40, 33},
            {33, 61, 7, 11},
            {16, 16, 32, 64},
            {9, 300, 4, 700},
            {4, 2500, 3, 90},
            {12, 20, 12, 20}
        };
        for (int[] s : sizes) {
            for (int classes : new int[] {1, 2, 21}) {
                check(classes, s[0], s[1], s[2], s[3]);
            }
        }
    }

    @Test
    void shouldBeExactWhereFractionsAre() {
        float[] plane = {0, 1};
        // Four pixels out of two: 0, 1/4, 3/4, 1.
        byte[] expected = {0, 0, 1, 1};
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes in = GuardedBytes.of(plane);
                    GuardedBytes mask = new GuardedBytes(4, 1)) {
                assertThat(Postprocess.thresholdMaskResized(in.address(), 1, 2, 1, 4, 0.75f, mask.address()))
                        .isEqualTo(level);
                assertThat(mask.bytes()).isEqualTo(expected);
                assertThat(Postprocess.thresholdMaskResized(in.address(), 2, 1, 4, 1, 0.75f, mask.address()))
                        .isEqualTo(level);
                assertThat(mask.bytes()).isEqualTo(expected);
            }
        }
    }

    private void check(int classes, int height, int width, int outHeight, int outWidth) {
        float[] planes = new float[classes * height * width];
        float[] pixels = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = random.nextFloat();
            pixels[i % (height * width) * classes + i / (height * width)] = planes[i];
        }
        byte[] first = null;
        for (int level : Levels.usable()) {
            Kernels.force(level);
            int n = outHeight * outWidth;
            try (GuardedBytes a = GuardedBytes.of(planes);
                    GuardedBytes b = GuardedBytes.of(pixels);
                    GuardedBytes best = new GuardedBytes(n, 1);
                    GuardedBytes same = new GuardedBytes(n, 2);
                    GuardedBytes cut = new GuardedBytes(n, 3)) {
                assertThat(Postprocess.argmaxPlanesResized(
                                a.address(), classes, height, width, outHeight, outWidth, best.address()))
                        .isEqualTo(level);
                assertThat(Postprocess.argmaxPixelsResized(
                                b.address(), classes, height, width, outHeight, outWidth, same.address()))
                        .isEqualTo(level);
                assertThat(Postprocess.thresholdMaskResized(
                                a.address(), height, width, outHeight, outWidth, THRESHOLD, cut.address()))
                        .isEqualTo(level);
                assertThat(best.intact() && same.intact() && cut.intact()).isTrue();
                assertThat(same.bytes()).as("seed %d", seed).isEqualTo(best.bytes());
                first = first == null ? best.bytes() : first;
                assertThat(best.bytes()).as("seed %d: every level alike", seed).isEqualTo(first);
                for (int i = 0; i < n; i++) {
                    judge(planes, classes, height, width, outHeight, outWidth, i, best.get(i), cut.get(i));
                }
            }
        }
    }

    private void judge(
            float[] planes,
            int classes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            int i,
            byte best,
            byte cut) {
        int row = i / outWidth;
        double y = clamp((row + 0.5) * height / outHeight - 0.5, height - 1);
        double x = clamp((i % outWidth + 0.5) * width / outWidth - 0.5, width - 1);
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            most = Math.max(most, sample(planes, c * height, width, height, y, x));
        }
        double own = sample(planes, best * height, width, height, y, x);
        assertThat(own).as("seed %d: the class of pixel %d wins", seed, i).isGreaterThan(most - CLOSE);
        double foreground = sample(planes, 0, width, height, y, x);
        if (Math.abs(foreground - THRESHOLD) > CLOSE) {
            assertThat(cut).as("seed %d: pixel %d", seed, i).isEqualTo((byte) (foreground >= THRESHOLD ? 1 : 0));
        }
    }

    private static double sample(float[] planes, int firstRow, int width, int height, double y, double x) {
        int top = (int) y;
        int left = (int) x;
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double above = at(planes, firstRow + top, left, width) * (1 - (x - left))
                + at(planes, firstRow + top, right, width) * (x - left);
        double below = at(planes, firstRow + bottom, left, width) * (1 - (x - left))
                + at(planes, firstRow + bottom, right, width) * (x - left);
        return above * (1 - (y - top)) + below * (y - top);
    }

    private static double at(float[] planes, int row, int column, int width) {
        return planes[row * width + column];
    }

    private static double clamp(double at, int last) {
        return Math.max(0, Math.min(last, at));
    }
}
