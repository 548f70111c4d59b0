package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.kernel.DecoderReference.Found;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecoderTest {
    private static final int CAPACITY = 4096;
    /** Seven sixteenths: exact in float, so that boxes on a grid that overlap by just this much are no matter of rounding. */
    private static final float IOU = 0.4375f;

    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldDecodeCenterNetAsTheReference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int[] size : new int[][] {{3, 17, 23}, {2, 1, 1}, {1, 5, 130}, {4, 16, 16}}) {
            int cells = size[1] * size[2];
            float[] heat = scores(random, size[0] * cells);
            float[] sizes = distances(random, 4 * cells);
            List<Found> expected = DecoderReference.centernet(heat, sizes, size[0], size[1], size[2], 4, 0.3f, IOU);
            assertThat(expected).isNotEmpty();
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes a = GuardedBytes.of(heat);
                        GuardedBytes b = GuardedBytes.of(sizes);
                        GuardedBytes rows = GuardedBytes.floats(6 * CAPACITY)) {
                    int n = Postprocess.centernet(
                            a.address(),
                            b.address(),
                            size[0],
                            size[1],
                            size[2],
                            4,
                            0.3f,
                            IOU,
                            rows.address(),
                            CAPACITY);
                    check(rows, n, 6, expected, "seed " + seed);
                    assertThat(Kernels.levelOf("centernet")).isEqualTo(level);
                }
            }
        }
    }

    @Test
    void shouldDecodeYoloV8InBothLayoutsAsTheReference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int anchors : new int[] {1, 63, 300}) {
            int classes = 5;
            int columns = 4 + classes;
            float[] rowMajor = new float[anchors * columns];
            for (int i = 0; i < rowMajor.length; i++) {
                rowMajor[i] = i % columns < 4 ? 5 + random.nextInt(40) : score(random);
            }
            rowMajor[columns * (anchors - 1) + 2] = anchors > 1 ? Float.NaN : 20;
            rowMajor[columns - 1] = 0.875f;
            float[] columnMajor = new float[rowMajor.length];
            for (int i = 0; i < rowMajor.length; i++) {
                columnMajor[i % columns * anchors + i / columns] = rowMajor[i];
            }
            List<Found> expected = DecoderReference.yolov8(rowMajor, classes, anchors, 0.3f, IOU);
            assertThat(expected).isNotEmpty();
            for (int level : Levels.usable()) {
                Kernels.force(level);
                for (int transposed = 0; transposed < 2; transposed++) {
                    try (GuardedBytes values = GuardedBytes.of(transposed == 1 ? rowMajor : columnMajor);
                            GuardedBytes rows = GuardedBytes.floats(6 * CAPACITY)) {
                        int n = Postprocess.yolov8(
                                values.address(), classes, anchors, transposed, 0.3f, IOU, rows.address(), CAPACITY);
                        check(rows, n, 6, expected, "seed " + seed + " transposed " + transposed);
                        assertThat(Kernels.levelOf("yolov8")).isEqualTo(level);
                    }
                }
            }
        }
    }

    @Test
    void shouldDecodeYoloXRawAndDecodedAsTheReference() {
        long seed = Long.getLong("saccade.seed", 7); // sizes are exponentials here: a chance pair may lie on the limit
        Random random = new Random(seed);
        int width = 96;
        int height = 64;
        int classes = 3;
        int anchors = 12 * 8 + 6 * 4 + 3 * 2;
        for (int decoded = 0; decoded < 2; decoded++) {
            float[] values = new float[anchors * (5 + classes)];
            for (int i = 0; i < values.length; i++) {
                int column = i % (5 + classes);
                values[i] =
                        column >= 4 ? score(random) : decoded == 1 ? 10 + random.nextInt(60) : random.nextFloat() * 2;
            }
            List<Found> expected = DecoderReference.yolox(values, classes, width, height, decoded == 1, 0.2f, IOU);
            assertThat(expected).isNotEmpty();
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes source = GuardedBytes.of(values);
                        GuardedBytes rows = GuardedBytes.floats(6 * CAPACITY)) {
                    int n = Postprocess.yolox(
                            source.address(), classes, width, height, decoded, 0.2f, IOU, rows.address(), CAPACITY);
                    check(rows, n, 6, expected, "seed " + seed + " decoded " + decoded);
                    assertThat(Kernels.levelOf("yolox")).isEqualTo(level);
                }
            }
        }
    }

    @Test
    void shouldDecodeSegmentsInBothLayoutsAsTheReference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int height = 19;
        int width = 71;
        int cells = height * width;
        for (int logits = 0; logits < 2; logits++) {
            float[] centre = scores(random, cells);
            if (logits == 1) {
                for (int i = 0; i < cells; i++) {
                    centre[i] = (centre[i] - 0.5f) * 8;
                }
            }
            float[] interleaved = distances(random, 4 * cells);
            float[] planar = new float[4 * cells];
            for (int i = 0; i < planar.length; i++) {
                planar[i % 4 * cells + i / 4] = interleaved[i];
            }
            List<Found> expected = DecoderReference.mlsd(centre, interleaved, height, width, logits == 1, 2, 0.25f, 3);
            assertThat(expected).isNotEmpty();
            for (int level : Levels.usable()) {
                Kernels.force(level);
                for (int isPlanar = 0; isPlanar < 2; isPlanar++) {
                    try (GuardedBytes a = GuardedBytes.of(centre);
                            GuardedBytes b = GuardedBytes.of(isPlanar == 1 ? planar : interleaved);
                            GuardedBytes rows = GuardedBytes.floats(5 * CAPACITY)) {
                        int n = Postprocess.mlsd(
                                a.address(),
                                b.address(),
                                isPlanar,
                                height,
                                width,
                                logits,
                                2,
                                0.25f,
                                3,
                                rows.address(),
                                CAPACITY);
                        check(rows, n, 5, expected, "seed " + seed + " logits " + logits);
                        assertThat(Kernels.levelOf("mlsd")).isEqualTo(level);
                    }
                }
            }
        }
    }

    @Test
    void shouldKeepTheBestWhenMoreCandidatesComeThanFit() {
        int anchors = 10_000;
        float[] values = new float[anchors * 5];
        Random random = new Random(3);
        for (int i = 0; i < anchors; i++) {
            values[5 * i] = i * 10;
            values[5 * i + 2] = 4;
            values[5 * i + 3] = 4;
            values[5 * i + 4] = random.nextInt(1000) / 1000f;
        }
        List<Found> expected =
                DecoderReference.yolov8(values, 1, anchors, 0, IOU).subList(0, CAPACITY);
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes source = GuardedBytes.of(values);
                    GuardedBytes rows = GuardedBytes.floats(6 * CAPACITY)) {
                int n = Postprocess.yolov8(source.address(), 1, anchors, 1, 0, IOU, rows.address(), CAPACITY);
                check(rows, n, 6, expected, "capacity");
            }
            try (GuardedBytes source = GuardedBytes.of(values);
                    GuardedBytes rows = GuardedBytes.floats(6 * 3)) {
                int n = Postprocess.yolov8(source.address(), 1, anchors, 1, 0, IOU, rows.address(), 3);
                check(rows, n, 6, expected.subList(0, 3), "three rows");
            }
        }
    }

    @Test
    void shouldTellThatAKernelDoesNotExist() {
        assertThat(Kernels.levelOf("nonesuch")).isEqualTo(-1);
    }

    private static void check(GuardedBytes rows, int n, int columns, List<Found> expected, String what) {
        assertThat(rows.intact()).as(what).isTrue();
        assertThat(n).as(what).isEqualTo(expected.size());
        for (int i = 0; i < n; i++) {
            Found f = expected.get(i);
            for (int k = 0; k < 4; k++) {
                assertThat(rows.getFloat(columns * i + k))
                        .as("%s: row %d value %d", what, i, k)
                        .isCloseTo(f.box()[k], within(1e-5f * (1 + Math.abs(f.box()[k]))));
            }
            assertThat(rows.getFloat(columns * i + 4)).as(what).isCloseTo(f.score(), within(1e-6f));
            if (columns == 6) {
                assertThat(rows.getFloat(columns * i + 5)).as(what).isEqualTo(f.label());
            }
        }
    }

    /** Scores on a coarse grid, so that ties happen, with some NaN. */
    private static float score(Random random) {
        return random.nextInt(20) == 0 ? Float.NaN : random.nextInt(64) / 64f;
    }

    private static float[] scores(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = score(random);
        }
        values[n / 2] = 0.99f;
        return values;
    }

    private static float[] distances(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = n > 100 && random.nextInt(200) == 0 ? Float.NaN : random.nextInt(24);
        }
        return values;
    }
}
