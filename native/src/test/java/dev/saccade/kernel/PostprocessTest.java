package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostprocessTest {
    private static final int[] SIZES = {1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 1000, 1001};

    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldGiveSoftmaxWithinAMillionthAndTheSameBitsAtEveryLevel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            float[] in = new float[n];
            for (int i = 0; i < n; i++) {
                in[i] = (float) random.nextGaussian() * 30;
            }
            double[] exact = softmax(in);
            byte[] first = null;
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes source = GuardedBytes.of(in);
                        GuardedBytes out = GuardedBytes.floats(n)) {
                    assertThat(Postprocess.softmax(source.address(), out.address(), n))
                            .isEqualTo(level);
                    assertThat(out.intact()).isTrue();
                    for (int i = 0; i < n; i++) {
                        // Below the normal numbers the kernel gives 0.
                        double allowed = 1e-6 * exact[i] + 2 * Float.MIN_NORMAL;
                        assertThat(Math.abs(out.getFloat(i) - exact[i]))
                                .as("seed %d n %d i %d", seed, n, i)
                                .isLessThanOrEqualTo(allowed);
                    }
                    first = first == null ? out.bytes() : first;
                    assertThat(out.bytes()).as("level %d", level).isEqualTo(first);
                    assertThat(Postprocess.softmax(source.address(), source.address(), n))
                            .isEqualTo(level);
                    assertThat(source.bytes()).as("in place").isEqualTo(first);
                }
            }
        }
    }

    @Test
    void shouldGiveNaNNoProbabilityAndShareAmongInfinities() {
        float inf = Float.POSITIVE_INFINITY;
        for (int level : Levels.usable()) {
            Kernels.force(level);
            assertThat(softmaxOf(1, Float.NaN, 1)).containsExactly(0.5f, 0, 0.5f);
            assertThat(softmaxOf(inf, 5, inf)).containsExactly(0.5f, 0, 0.5f);
            assertThat(softmaxOf(-inf, -inf)).containsExactly(0.5f, 0.5f);
            assertThat(softmaxOf(Float.NaN, Float.NaN)).containsExactly(0, 0);
            assertThat(softmaxOf(-inf, 3)).containsExactly(0, 1);
        }
    }

    private static float[] softmaxOf(float... in) {
        try (GuardedBytes memory = GuardedBytes.of(in)) {
            assertThat(Postprocess.softmax(memory.address(), memory.address(), in.length))
                    .isPositive();
            float[] out = new float[in.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = memory.getFloat(i);
            }
            return out;
        }
    }

    private static double[] softmax(float[] in) {
        double max = Double.NEGATIVE_INFINITY;
        for (float v : in) {
            max = Math.max(max, v);
        }
        double sum = 0;
        double[] out = new double[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = Math.exp(in[i] - max);
            sum += out[i];
        }
        for (int i = 0; i < in.length; i++) {
            out[i] /= sum;
        }
        return out;
    }

    @Test
    void shouldFindTheLargestFirstTiesByLowerIndexAndNoNaN() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            float[] in = new float[n];
            for (int i = 0; i < n; i++) {
                in[i] = random.nextInt(8) == 0 ? Float.NaN : random.nextInt(n);
            }
            int k = Math.min(n, 1 + random.nextInt(64));
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                if (!Float.isNaN(in[i])) {
                    expected.add(i);
                }
            }
            expected.sort(Comparator.comparingDouble((Integer i) -> -in[i]).thenComparing(i -> i));
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes source = GuardedBytes.of(in);
                        GuardedBytes indices = GuardedBytes.floats(k);
                        GuardedBytes values = GuardedBytes.floats(k)) {
                    int found = Postprocess.topK(source.address(), n, k, indices.address(), values.address());
                    assertThat(found).as("seed %d", seed).isEqualTo(Math.min(k, expected.size()));
                    for (int i = 0; i < found; i++) {
                        assertThat(indices.getInt(i)).as("seed %d", seed).isEqualTo(expected.get(i));
                        assertThat(values.getFloat(i)).isEqualTo(in[expected.get(i)]);
                    }
                    assertThat(indices.intact() && values.intact()).isTrue();
                    assertThat(Kernels.levelOf("topK")).isEqualTo(level);
                }
            }
        }
    }

    @Test
    void shouldGiveTheFirstBestClassOfEachPixelInBothLayouts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int pixels : SIZES) {
            for (int classes : new int[] {1, 2, 3, 16, 21, 33, 255}) {
                float[] planes = new float[classes * pixels];
                for (int i = 0; i < planes.length; i++) {
                    planes[i] = random.nextInt(6) == 0 ? Float.NaN : random.nextInt(5) - 2;
                }
                float[] interleaved = new float[planes.length];
                byte[] expected = new byte[pixels];
                for (int p = 0; p < pixels; p++) {
                    float best = Float.NEGATIVE_INFINITY;
                    for (int c = 0; c < classes; c++) {
                        float v = planes[c * pixels + p];
                        interleaved[p * classes + c] = v;
                        if (v > best) {
                            best = v;
                            expected[p] = (byte) c;
                        }
                    }
                }
                for (int level : Levels.usable()) {
                    Kernels.force(level);
                    try (GuardedBytes a = GuardedBytes.of(planes);
                            GuardedBytes b = GuardedBytes.of(interleaved);
                            GuardedBytes mask = new GuardedBytes(pixels, 1)) {
                        assertThat(Postprocess.argmaxPlanes(a.address(), classes, pixels, mask.address()))
                                .isEqualTo(level);
                        assertThat(mask.bytes()).as("planes, seed %d", seed).isEqualTo(expected);
                        assertThat(Postprocess.argmaxPixels(b.address(), classes, pixels, mask.address()))
                                .isEqualTo(level);
                        assertThat(mask.bytes()).as("pixels, seed %d", seed).isEqualTo(expected);
                        assertThat(mask.intact()).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void shouldThresholdToZeroAndOneWithNaNBelow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n : SIZES) {
            float[] in = new float[n];
            byte[] expected = new byte[n];
            for (int i = 0; i < n; i++) {
                in[i] = random.nextInt(5) == 0 ? Float.NaN : random.nextInt(3) / 2f;
                expected[i] = (byte) (in[i] >= 0.5f ? 1 : 0);
            }
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes source = GuardedBytes.of(in);
                        GuardedBytes mask = new GuardedBytes(n, 3)) {
                    assertThat(Postprocess.thresholdMask(source.address(), n, 0.5f, mask.address()))
                            .isEqualTo(level);
                    assertThat(mask.bytes()).as("seed %d", seed).isEqualTo(expected);
                    assertThat(mask.intact()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldCountAndBoundEachClassAndIgnoreOthers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int width = 37;
        int height = 11;
        int classes = 5;
        byte[] mask = new byte[width * height];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (random.nextInt(4) == 0 ? 200 : random.nextInt(3) == 0 ? 3 : i / 60 % 2);
        }
        int[] expected = new int[classes * 5];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] == c) {
                    int x = i % width;
                    int y = i / width;
                    boolean first = expected[5 * c]++ == 0;
                    expected[5 * c + 1] = first ? x : Math.min(expected[5 * c + 1], x);
                    expected[5 * c + 2] = first ? y : Math.min(expected[5 * c + 2], y);
                    expected[5 * c + 3] = Math.max(expected[5 * c + 3], x + 1);
                    expected[5 * c + 4] = Math.max(expected[5 * c + 4], y + 1);
                }
            }
        }
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes source = new GuardedBytes(mask.length, 0);
                    GuardedBytes stats = GuardedBytes.floats(classes * 5)) {
                for (int i = 0; i < mask.length; i++) {
                    source.put(i, mask[i]);
                }
                assertThat(Postprocess.maskStats(source.address(), width, height, classes, stats.address()))
                        .isZero();
                int[] got = new int[classes * 5];
                Arrays.setAll(got, stats::getInt);
                assertThat(got).as("seed %d", seed).isEqualTo(expected);
                assertThat(stats.intact()).isTrue();
                assertThat(Kernels.levelOf("maskStats")).isEqualTo(level);
            }
        }
    }
}
