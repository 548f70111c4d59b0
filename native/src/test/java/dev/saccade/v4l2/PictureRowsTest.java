package dev.saccade.v4l2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureRowsTest {
    private static final int GUARD = 16;
    private static final byte MARK = 0x5a;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 8, 6",
        "1, 0, 7, 5",
        "2, 0, 2, 2",
        "3, 0, 33, 17",
        "0, 1, 12, 4",
        "3, 1, 10, 3",
        "1, 2, 6, 4",
        "2, 2, 9, 5",
        "0, 3, 8, 6",
        "2, 4, 5, 7",
        "3, 5, 16, 2"
    })
    void shouldDemosaicLikeTheDefinition(int pattern, int packing, int width, int height) {
        long seed = 31L * pattern + 7L * packing + width;
        Random random = new Random(seed);
        int[][] samples = new int[height][width];
        int stride = 2 * width + 8;
        byte[] wire = new byte[stride * height];
        random.nextBytes(wire);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                samples[y][x] = sample(wire, y * stride, x, packing);
            }
        }
        int target = 3 * width + GUARD;
        try (BytePointer from = new BytePointer(wire.length);
                BytePointer to = new BytePointer((long) target * height);
                BytePointer scratch = new BytePointer(PictureRows.bayerScratch(width))) {
            from.put(wire, 0, wire.length);
            for (long i = 0; i < to.capacity(); i++) {
                to.put(i, MARK);
            }
            int status = PictureRows.bayerToBgr(
                    from.address(), stride, width, height, pattern, packing, to.address(), target, scratch.address());
            assertThat(status).isZero();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int colour = 0; colour < 3; colour++) {
                        int got = to.get((long) y * target + 3L * x + colour) & 0xff;
                        assertThat(got)
                                .as("seed %d, pixel %d,%d colour %d", seed, x, y, colour)
                                .isEqualTo(expected(samples, pattern, x, y, colour));
                    }
                }
                for (int i = 3 * width; i < target; i++) {
                    assertThat(to.get((long) y * target + i)).isEqualTo(MARK);
                }
            }
        }
    }

    /** The upper eight bits of a sample, by the definitions of the formats. */
    private static int sample(byte[] wire, int row, int x, int packing) {
        if (packing < 3) {
            int[] group = {1, 4, 2};
            int[] bytes = {1, 5, 3};
            return wire[row + bytes[packing] * (x / group[packing]) + x % group[packing]] & 0xff;
        }
        int bits = packing == 3 ? 10 : packing == 4 ? 12 : 16;
        int word = (wire[row + 2 * x] & 0xff) | ((wire[row + 2 * x + 1] & 0xff) << 8);
        return Math.min(255, word >> (bits - 8));
    }

    /** Blue 0, green 1, red 2: the mean of the nearest samples of that colour. */
    private static int expected(int[][] samples, int pattern, int x, int y, int colour) {
        if (colourAt(pattern, x, y) == colour) {
            return samples[y][x];
        }
        int sum = 0;
        int count = 0;
        boolean straight = false;
        for (int pass = 0; pass < 2 && !straight; pass++) {
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    boolean isStraight = (dx == 0) != (dy == 0);
                    if (isStraight == (pass == 0)
                            && (dx != 0 || dy != 0)
                            && colourAt(pattern, x + dx, y + dy) == colour) {
                        sum += samples[mirror(y + dy, samples.length)][mirror(x + dx, samples[0].length)];
                        count++;
                    }
                }
            }
            straight = count > 0;
        }
        return (sum + count / 2) / count;
    }

    private static int mirror(int at, int size) {
        return at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
    }

    private static int colourAt(int pattern, int x, int y) {
        boolean redRow = (y & 1) == (pattern >> 1);
        boolean redColumn = (x & 1) == (pattern & 1);
        return redRow && redColumn ? 2 : !redRow && !redColumn ? 0 : 1;
    }

    @Test
    void shouldRefuseAPictureWithoutAMosaic() {
        assertThat(PictureRows.bayerToBgr(0, 1, 1, 8, 0, 0, 0, 3, 0)).isEqualTo(-VideoDevice.EINVAL);
        assertThat(PictureRows.bayerToBgr(0, 8, 8, 8, 4, 0, 0, 24, 0)).isEqualTo(-VideoDevice.EINVAL);
        assertThat(PictureRows.bayerToBgr(0, 8, 8, 8, 0, 6, 0, 24, 0)).isEqualTo(-VideoDevice.EINVAL);
    }

    @Test
    void shouldCopyRowsAndNothingElse() {
        try (BytePointer from = new BytePointer(40);
                BytePointer to = new BytePointer(40)) {
            for (int i = 0; i < 40; i++) {
                from.put(i, (byte) i);
                to.put(i, MARK);
            }
            PictureRows.copy(to.address(), 10, from.address(), 8, 6, 3);
            for (int i = 0; i < 40; i++) {
                boolean copied = i < 30 && i % 10 < 6;
                assertThat(to.get(i)).isEqualTo(copied ? (byte) (i / 10 * 8 + i % 10) : MARK);
            }
            PictureRows.copy(to.address(), 4, from.address(), 4, 4, 5);
            assertThat(to.get(19)).isEqualTo((byte) 19);
        }
    }
}
