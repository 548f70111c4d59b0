package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Postprocess;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Programs of masks leave the mask and the statistics that the CPU's kernels write, byte for byte. */
class MaskProgramTest {
    private static final int[][] SIZES = {{1, 1}, {7, 5}, {33, 61}, {1, 90}, {50, 1}};
    private static final int[][] OUT = {{0, 0}, {1, 1}, {40, 37}, {3, 200}, {90, 61}};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldGiveTheBestClassOfPlanesAsTheCpu() {
        for (int classes : new int[] {1, 4, 33, 255}) {
            all(GpuDecoderSpec.KIND_ARGMAX_PLANES, classes, classes);
        }
    }

    @Test
    void shouldGiveTheBestClassOfPixelsAsTheCpu() {
        for (int classes : new int[] {1, 4, 33}) {
            all(GpuDecoderSpec.KIND_ARGMAX_PIXELS, classes, classes);
        }
    }

    @Test
    void shouldThresholdAsTheCpu() {
        for (int classes : new int[] {1, 2}) {
            all(GpuDecoderSpec.KIND_THRESHOLD, classes, 1);
        }
    }

    @Test
    void shouldCountRunsThatCrossRowsAndTiles() {
        int height = 45;
        int width = 50; // 2250 pixels: two tiles and a part
        float[] plane = new float[height * width];
        Arrays.fill(plane, 700, 2100, 1);
        try (GpuDecoderSpec spec = spec(GpuDecoderSpec.KIND_THRESHOLD, 2, height, width, 0, 0)) {
            check(spec, GpuDecoderSpec.KIND_THRESHOLD, 2, height, width, height, width, true, plane);
        }
    }

    @Test
    void shouldReportAnOutputThatIsNoNumber() {
        for (float unsound : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] scores = Reals.grid(random, 4 * 30 * 30, 0, 1);
            scores[random.nextInt(scores.length)] = unsound;
            try (GpuDecoderSpec spec = spec(GpuDecoderSpec.KIND_ARGMAX_PLANES, 4, 30, 30, 60, 60);
                    EmulatedDecoder decoder = new EmulatedDecoder(spec, true, scores)) {
                decoder.run(seed);
                assertThat(decoder.fault()).as("seed %d", seed).isEqualTo(1);
                assertThat(decoder.count()).isZero();
            }
        }
    }

    private void all(int kind, int classes, int planes) {
        for (int[] size : SIZES) {
            for (int[] out : OUT) {
                int n = planes * size[0] * size[1];
                int outHeight = out[0] == 0 ? size[0] : out[0];
                int outWidth = out[1] == 0 ? size[1] : out[1];
                if ((long) planes * outHeight * outWidth > 150_000) {
                    continue;
                }
                try (GpuDecoderSpec spec = spec(kind, classes, size[0], size[1], out[0], out[1])) {
                    float[] scores = Reals.grid(random, n, -1, 1);
                    check(spec, kind, classes, size[0], size[1], outHeight, outWidth, true, scores);
                    float[] wild = Reals.wild(random, n);
                    check(spec, kind, classes, size[0], size[1], outHeight, outWidth, false, wild);
                }
            }
        }
    }

    private void check(
            GpuDecoderSpec spec,
            int kind,
            int classes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            boolean isHalf,
            float[] scores) {
        int pixels = outHeight * outWidth;
        try (BytePointer in = Reals.of(scores);
                BytePointer mask = new BytePointer(pixels);
                BytePointer stats = new BytePointer(20L * classes);
                EmulatedDecoder decoder = new EmulatedDecoder(spec, isHalf, scores)) {
            onCpu(kind, in.address(), classes, height, width, outHeight, outWidth, mask.address());
            Postprocess.maskStats(mask.address(), outWidth, outHeight, classes, stats.address());
            for (long order = 0; order < 2; order++) {
                decoder.run(order * seed);
                String what = "seed %d: %d classes %dx%d to %dx%d"
                        .formatted(seed, classes, height, width, outHeight, outWidth);
                assertThat(decoder.fault()).as(what).isZero();
                assertThat(decoder.count()).as(what).isEqualTo(classes);
                assertThat(decoder.payload((20L * classes + 63) / 64 * 64, pixels))
                        .as(what)
                        .isEqualTo(Reals.bytes(mask, pixels));
                assertThat(decoder.payload(0, 20 * classes)).as(what).isEqualTo(Reals.bytes(stats, 20 * classes));
            }
        }
    }

    private static void onCpu(
            int kind, long in, int classes, int height, int width, int outHeight, int outWidth, long mask) {
        if (kind == GpuDecoderSpec.KIND_ARGMAX_PLANES) {
            Postprocess.argmaxPlanesResized(in, classes, height, width, outHeight, outWidth, mask);
        } else if (kind == GpuDecoderSpec.KIND_ARGMAX_PIXELS) {
            Postprocess.argmaxPixelsResized(in, classes, height, width, outHeight, outWidth, mask);
        } else {
            Postprocess.thresholdMaskResized(in, height, width, outHeight, outWidth, 0.25f, mask);
        }
    }

    private static GpuDecoderSpec spec(int kind, int classes, int height, int width, int outHeight, int outWidth) {
        return new GpuDecoderSpec()
                .kind(kind)
                .classes(classes)
                .height(height)
                .width(width)
                .outHeight(outHeight)
                .outWidth(outWidth)
                .threshold(0.25f);
    }
}
