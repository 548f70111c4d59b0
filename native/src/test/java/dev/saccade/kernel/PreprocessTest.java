package dev.saccade.kernel;

import static dev.saccade.kernel.PreprocessCases.frame;
import static dev.saccade.kernel.PreprocessCases.place;
import static dev.saccade.kernel.PreprocessCases.randomInput;
import static dev.saccade.kernel.PreprocessCases.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.PreprocessReference.Input;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreprocessTest {
    /**
     * Grey levels. Rows are weighed in 1/256, which costs at most 255 / 512 between black and white; columns in
     * 1/16384. Chroma errors reach red and blue enlarged by up to 2 * 255 / 224, luma's by 255 / 219.
     */
    private static final double COLOUR_TOLERANCE = 0.52;

    private static final double YUV_TOLERANCE = 0.52 * (255.0 / 219 + 2 * 255.0 / 224);
    private static final int[] FORMATS = {0, 1, 2, 3, 4, 5, 6};

    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldMatchTheReferenceAndBeTheSameBitsAtEveryLevel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 700; i++) {
            Input in = randomInput(random, FORMATS[i % FORMATS.length]);
            int layout = random.nextInt(2);
            int type = random.nextInt(3);
            int misalign = random.nextBoolean() ? 0 : type == Preprocess.TYPE_FLOAT32 ? 4 : 2;
            check(in, layout, type, misalign, "seed " + seed + " case " + i);
        }
    }

    @Test
    void shouldHandleEveryFormatLayoutTypeAndChannelCount() {
        Random random = new Random(7);
        for (int format : FORMATS) {
            for (int channels : new int[] {1, 3, 4}) {
                for (int layout = 0; layout < 2; layout++) {
                    for (int type = 0; type < 3; type++) {
                        Input in = frame(random, format, 75, 41);
                        in.channels = channels;
                        in.bgr = layout == 1;
                        place(in, 70, 66, 3, 5, 61, 37);
                        check(in, layout, type, 0, "format " + format + " channels " + channels);
                    }
                }
            }
        }
    }

    @Test
    void shouldBringEachPixelFromItsOwnPlace() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 210; i++) {
            Input in = PreprocessCases.mapped(random, randomInput(random, FORMATS[i % FORMATS.length]));
            check(in, random.nextInt(2), random.nextInt(3), 0, "seed " + seed + " case " + i);
        }
    }

    @Test
    void shouldGiveTheSameBitsWhereThePlacesAreThoseOfAResize() {
        Input in = frame(new Random(13), Preprocess.FORMAT_NV12, 64, 48);
        place(in, 132, 96, 2, 0, 128, 96);
        byte[] resized;
        try (GuardedBytes out = run(in, Preprocess.LAYOUT_NCHW, Preprocess.TYPE_FLOAT32, 0, Kernels.level())) {
            resized = out.bytes();
        }
        in.places = new int[2 * 128 * 96];
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 128; x++) {
                // Twice the size: quarters, which both kinds of weight hold exactly.
                in.places[2 * (y * 128 + x)] = quarters(x, 64, 16384);
                in.places[2 * (y * 128 + x) + 1] = quarters(y, 48, 256);
            }
        }
        try (GuardedBytes out = run(in, Preprocess.LAYOUT_NCHW, Preprocess.TYPE_FLOAT32, 0, Kernels.level())) {
            assertThat(out.bytes()).isEqualTo(resized);
        }
    }

    private static int quarters(int i, int size, int one) {
        int at = Math.max(0, Math.min(4 * (size - 1), 2 * i - 1));
        return ((at / 4) << 16) | (at % 4 * one / 4);
    }

    @Test
    void shouldRefusePlacesOutsideTheFrame() {
        int[][] wrong = {{32 << 16, 0}, {0, 32 << 16}, {(31 << 16) | 1, 0}, {0, (31 << 16) | 1}, {16384, 0}, {0, 256}};
        for (int[] place : wrong) {
            Input in = frame(new Random(14), Preprocess.FORMAT_GRAY8, 32, 32);
            place(in, 1, 1, 0, 0, 1, 1);
            in.places = place;
            assertThat(PreprocessCases.make(in, 0, 0, Preprocess::create)).isZero();
            in.places = new int[] {31 << 16, 31 << 16};
            long plan = PreprocessCases.make(in, 0, 0, Preprocess::create);
            assertThat(plan).isNotZero();
            Preprocess.destroy(plan);
            in.cropWidth = 31;
            assertThat(PreprocessCases.make(in, 0, 0, Preprocess::create)).isZero();
        }
    }

    @Test
    void shouldHandleEdgeSizes() {
        Random random = new Random(8);
        int[][] sizes = {
            {1, 1, 1, 1},
            {1, 1, 50, 40},
            {2, 1, 33, 3},
            {1, 9, 5, 2},
            {3, 3, 100, 100},
            {640, 4, 17, 2},
            {1021, 7, 16, 3},
            {16, 16, 16, 16},
            {65, 5, 64, 5},
            {700, 3, 1, 1}
        };
        for (int format : FORMATS) {
            for (int[] size : sizes) {
                Input in = frame(random, format, size[0], size[1]);
                place(in, size[2], size[3], 0, 0, size[2], size[3]);
                check(
                        in,
                        Preprocess.LAYOUT_NCHW,
                        Preprocess.TYPE_FLOAT32,
                        0,
                        "format " + format + " " + Arrays.toString(size));
            }
        }
    }

    @Test
    void shouldSaturateColoursBeyondTheGamut() {
        for (int format : new int[] {Preprocess.FORMAT_NV12, Preprocess.FORMAT_YUYV}) {
            for (int luma : new int[] {0, 16, 235, 255}) {
                Input in = frame(new Random(9), format, 32, 4);
                for (byte[] plane : in.planes) {
                    if (plane != null) {
                        Arrays.fill(plane, (byte) (luma > 128 ? 255 : 0));
                    }
                }
                place(in, 32, 4, 0, 0, 32, 4);
                check(in, Preprocess.LAYOUT_NHWC, Preprocess.TYPE_UINT8, 0, "luma " + luma);
            }
        }
    }

    @Test
    void shouldGiveExactPixelsWhereNothingIsResized() {
        for (int level : Levels.usable()) {
            Kernels.force(level);
            Input in = frame(new Random(10), Preprocess.FORMAT_RGB24, 37, 5);
            place(in, 37, 5, 0, 0, 37, 5);
            try (GuardedBytes out = run(in, Preprocess.LAYOUT_NHWC, Preprocess.TYPE_FLOAT32, 0, level)) {
                for (int i = 0; i < 37 * 3; i++) {
                    assertThat(out.getFloat(i)).isEqualTo(in.planes[0][i] & 255);
                }
            }
        }
    }

    @Test
    void shouldRefuseSpecsOutOfRange() {
        for (int wrong = 0; wrong < 8; wrong++) {
            Input in = frame(new Random(11), Preprocess.FORMAT_NV12, 32, 32);
            place(in, 32, 32, 0, 0, 32, 32);
            try (PreprocessSpec spec = spec(in, 0, 0)) {
                switch (wrong) {
                    case 0 -> spec.format(7);
                    case 1 -> spec.matrix(2020);
                    case 2 -> spec.cropX(1).cropWidth(31);
                    case 3 -> spec.cropWidth(33);
                    case 4 -> spec.placeX(1);
                    case 5 -> spec.channels(2);
                    case 6 -> spec.dstHeight(0);
                    default -> spec.type(3);
                }
                assertThat(Preprocess.create(spec)).as("case %d", wrong).isZero();
            }
        }
    }

    @Test
    void shouldRefuseMissingPlanesAndShortStrides() {
        Input in = frame(new Random(12), Preprocess.FORMAT_NV12, 32, 32);
        place(in, 32, 32, 0, 0, 32, 32);
        long plan;
        try (PreprocessSpec spec = spec(in, 0, 0)) {
            plan = Preprocess.create(spec);
        }
        try (GuardedBytes memory = new GuardedBytes(3 * 32 * 32 * 4, 0)) {
            long a = memory.address();
            assertThat(Preprocess.run(0, a, a, 0, 32, 32, 0, a)).isEqualTo(-1);
            assertThat(Preprocess.run(plan, a, 0, 0, 32, 32, 0, a)).isEqualTo(-1);
            assertThat(Preprocess.run(plan, a, a, 0, 31, 32, 0, a)).isEqualTo(-1);
            assertThat(Preprocess.run(plan, a, a, 0, 32, 31, 0, a)).isEqualTo(-1);
            assertThat(Preprocess.run(plan, a, a, 0, 32, 32, 0, 0)).isEqualTo(-1);
            assertThat(memory.intact()).isTrue();
        }
        Preprocess.destroy(plan);
    }

    /** Runs at every level; compares bits between levels and values with the reference. */
    private static void check(Input in, int layout, int type, int misalign, String what) {
        byte[] first = null;
        for (int level : Levels.usable()) {
            Kernels.force(level);
            try (GuardedBytes out = run(in, layout, type, misalign, level)) {
                assertThat(out.intact())
                        .as("%s: canaries at level %d", what, level)
                        .isTrue();
                byte[] bytes = out.bytes();
                if (first == null) {
                    first = bytes;
                    compare(in, layout, type, out, what);
                } else {
                    assertThat(bytes).as("%s: bits at level %d", what, level).isEqualTo(first);
                }
            }
        }
    }

    private static void compare(Input in, int layout, int type, GuardedBytes out, String what) {
        PreprocessReference reference = new PreprocessReference(in);
        double tolerance = in.format < Preprocess.FORMAT_NV12 ? COLOUR_TOLERANCE : YUV_TOLERANCE;
        for (int y = 0; y < in.dstHeight; y++) {
            for (int x = 0; x < in.dstWidth; x++) {
                for (int c = 0; c < in.channels; c++) {
                    int at = layout == Preprocess.LAYOUT_NCHW
                            ? (c * in.dstHeight + y) * in.dstWidth + x
                            : (y * in.dstWidth + x) * in.channels + c;
                    double exact = reference.value(c, x, y);
                    double allowed = tolerance * Math.abs(in.scale[c]) + 1e-5 * (1 + Math.abs(exact));
                    double got;
                    if (type == Preprocess.TYPE_UINT8) {
                        got = out.get(at) & 255;
                        exact = Math.max(0, Math.min(255, exact));
                        allowed += 0.5;
                    } else if (type == Preprocess.TYPE_FLOAT16) {
                        got = fromHalf(out.getShort(at));
                        allowed += Math.abs(exact) / 1024 + 1e-7;
                    } else {
                        got = out.getFloat(at);
                    }
                    assertThat(Math.abs(got - exact))
                            .as("%s: channel %d at %d,%d: %f for %f", what, c, x, y, got, exact)
                            .isLessThanOrEqualTo(allowed);
                }
            }
        }
    }

    private static double fromHalf(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }

    static GuardedBytes run(Input in, int layout, int type, int misalign, int level) {
        int element = type == Preprocess.TYPE_FLOAT32 ? 4 : type == Preprocess.TYPE_FLOAT16 ? 2 : 1;
        GuardedBytes out = new GuardedBytes((long) in.channels * in.dstWidth * in.dstHeight * element, misalign);
        GuardedBytes[] planes = new GuardedBytes[3];
        long plan = PreprocessCases.make(in, layout, type, Preprocess::create);
        assertThat(plan).isNotZero();
        for (int i = 0; i < 3; i++) {
            int size = in.planes[i] == null ? 0 : in.planes[i].length;
            planes[i] = new GuardedBytes(size, 0);
            for (int k = 0; k < size; k++) {
                planes[i].put(k, in.planes[i][k]);
            }
        }
        int ran = Preprocess.run(
                plan,
                planes[0].address(),
                planes[1].address(),
                planes[2].address(),
                in.strides[0],
                in.strides[1],
                in.strides[2],
                out.address());
        assertThat(ran).isEqualTo(level);
        assertThat(Kernels.levelOf("preprocess")).isEqualTo(level);
        Preprocess.destroy(plan);
        for (GuardedBytes plane : planes) {
            plane.close();
        }
        return out;
    }
}
