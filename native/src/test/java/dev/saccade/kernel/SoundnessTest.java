package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NaN and positive infinity are found wherever they are, and nothing else is. */
class SoundnessTest {
    private static final int[] SIZES = {1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 65, 127, 1001, 4095, 4096, 4097, 9001};
    private static final int[] UNSOUND_FLOATS = {
        0x7f800000, 0x7f800001, 0x7fc00000, 0x7fffffff, 0xff800001, 0xffc00000, 0xffffffff
    };
    private static final int[] UNSOUND_HALVES = {0x7c00, 0x7c01, 0x7e00, 0x7fff, 0xfc01, 0xfe00, 0xffff};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldFindAnUnsoundFloatAtEveryPlace() {
        for (int level : Levels.usable()) {
            Kernels.force(level);
            for (int n : SIZES) {
                try (GuardedBytes values = new GuardedBytes(4L * n, 4 * (n & 3))) {
                    for (int i = 0; i < n; i++) {
                        values.putFloat(i, soundFloat());
                    }
                    assertThat(Postprocess.soundFloats(values.address(), n))
                            .as("seed %d n %d", seed, n)
                            .isEqualTo(level);
                    for (int at = 0; at < n; at++) {
                        float before = values.getFloat(at);
                        int bits = UNSOUND_FLOATS[at % UNSOUND_FLOATS.length];
                        putInt(values, at, bits);
                        assertThat(Postprocess.soundFloats(values.address(), n))
                                .as("seed %d n %d at %d: %08x", seed, n, at, bits)
                                .isEqualTo(-1);
                        values.putFloat(at, before);
                    }
                }
            }
            assertThat(Kernels.levelOf("soundFloats")).isEqualTo(level);
        }
    }

    @Test
    void shouldFindAnUnsoundHalfAtEveryPlace() {
        for (int level : Levels.usable()) {
            Kernels.force(level);
            for (int n : SIZES) {
                try (GuardedBytes values = new GuardedBytes(2L * n, 2 * (n & 3))) {
                    for (int i = 0; i < n; i++) {
                        putShort(values, i, soundHalf());
                    }
                    assertThat(Postprocess.soundHalves(values.address(), n))
                            .as("seed %d n %d", seed, n)
                            .isEqualTo(level);
                    for (int at = 0; at < n; at++) {
                        int before = values.getShort(at);
                        int bits = UNSOUND_HALVES[at % UNSOUND_HALVES.length];
                        putShort(values, at, bits);
                        assertThat(Postprocess.soundHalves(values.address(), n))
                                .as("seed %d n %d at %d: %04x", seed, n, at, bits)
                                .isEqualTo(-1);
                        putShort(values, at, before);
                    }
                }
            }
            assertThat(Kernels.levelOf("soundHalves")).isEqualTo(level);
        }
    }

    @Test
    void shouldJudgeEveryHalfByItsBits() {
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes value = new GuardedBytes(2, 0)) {
                for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
                    putShort(value, 0, bits);
                    boolean isSound = (bits & 0x7c00) != 0x7c00 || bits == 0xfc00;
                    assertThat(Postprocess.soundHalves(value.address(), 1))
                            .as("%04x", bits)
                            .isEqualTo(isSound ? level : -1);
                }
            }
        }
    }

    @Test
    void shouldTakeNoValuesAsSoundAndReadNoneBeside() {
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes values = GuardedBytes.of(Float.NaN, 1, Float.NaN)) {
                assertThat(Postprocess.soundFloats(values.address(), 0)).isEqualTo(level);
                assertThat(Postprocess.soundHalves(values.address(), 0)).isEqualTo(level);
                assertThat(Postprocess.soundFloats(values.address() + 4, 1)).isEqualTo(level);
            }
        }
    }

    @Test
    void shouldFindWhatLiesOutsideARange() {
        float[] outside = {-0.25f, 1.25f, Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        for (int level : Levels.usable()) {
            Kernels.force(level);
            for (int n : new int[] {1, 3, 16, 17, 65, 1001}) {
                try (GuardedBytes values = GuardedBytes.floats(n)) {
                    for (int i = 0; i < n; i++) {
                        values.putFloat(i, random.nextInt(9) / 8f);
                    }
                    assertThat(Postprocess.within(values.address(), n, 0, 1))
                            .as("seed %d n %d", seed, n)
                            .isEqualTo(level);
                    for (int at = 0; at < n; at++) {
                        float before = values.getFloat(at);
                        values.putFloat(at, outside[at % outside.length]);
                        assertThat(Postprocess.within(values.address(), n, 0, 1))
                                .as("seed %d n %d at %d", seed, n, at)
                                .isEqualTo(-1);
                        values.putFloat(at, before);
                    }
                }
            }
            assertThat(Kernels.levelOf("within")).isEqualTo(level);
        }
    }

    private float soundFloat() {
        float[] extremes = {0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        return random.nextBoolean() ? (float) random.nextGaussian() : extremes[random.nextInt(extremes.length)];
    }

    private int soundHalf() {
        int[] extremes = {0x0000, 0x8000, 0x7bff, 0xfbff, 0x0001, 0xfc00};
        return random.nextBoolean() ? random.nextInt(0x7c00) : extremes[random.nextInt(extremes.length)];
    }

    /** By bytes: a float on its way through the processor may change the bits of a signalling NaN. */
    private static void putInt(GuardedBytes values, int i, int bits) {
        putShort(values, 2 * i, bits);
        putShort(values, 2 * i + 1, bits >>> 16);
    }

    /** Little-endian, as every processor that the kernels are built for. */
    private static void putShort(GuardedBytes values, int i, int bits) {
        values.put(2L * i, (byte) bits);
        values.put(2L * i + 1, (byte) (bits >>> 8));
    }
}
