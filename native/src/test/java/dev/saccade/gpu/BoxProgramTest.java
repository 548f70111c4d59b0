package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Postprocess;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Programs of boxes and lines leave the rows that the CPU's kernels write, bit for bit. */
class BoxProgramTest {
    private static final int MOST = 4096;
    private static final int ORDERS = 2;
    private static final float IOU = 0.4375f;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** What the CPU does with the same outputs: rows at the address, their count. */
    private interface OnCpu {
        int decode(long first, long second, long rows, int maxRows);
    }

    @Test
    void shouldDecodeCenterNetAsTheCpu() {
        for (int[] size : new int[][] {{3, 17, 23}, {2, 1, 1}, {1, 5, 130}, {80, 16, 16}}) {
            int cells = size[1] * size[2];
            for (float minScore : new float[] {0.5f, 2}) {
                try (GpuDecoderSpec spec = centernet(size[0], size[1], size[2], minScore, 100)) {
                    OnCpu cpu = (heat, sizes, rows, most) ->
                            Postprocess.centernet(heat, sizes, size[0], size[1], size[2], 4, minScore, IOU, rows, most);
                    float[] heat = Reals.grid(random, size[0] * cells, 0, 1);
                    heat[random.nextInt(heat.length)] = 1;
                    int count = check(spec, 6, 100, cpu, heat, Reals.grid(random, 4 * cells, 0, 24));
                    assertThat(count > 0).isEqualTo(minScore < 1);
                    checkFloats(spec, 6, 100, cpu, Reals.wild(random, heat.length), Reals.wild(random, 4 * cells));
                }
            }
        }
    }

    @Test
    void shouldDecodeYoloV8InBothLayoutsAsTheCpu() {
        for (int classes : new int[] {1, 5, 40}) {
            for (int anchors : new int[] {1, 63, 300}) {
                for (int transposed = 0; transposed < 2; transposed++) {
                    int layout = transposed;
                    try (GpuDecoderSpec spec = yolov8(classes, anchors, transposed, 0.5f, 30)) {
                        OnCpu cpu = (values, none, rows, most) ->
                                Postprocess.yolov8(values, classes, anchors, layout, 0.5f, IOU, rows, most);
                        float[] values = Reals.grid(random, (4 + classes) * anchors, 0, 1);
                        for (int i = 0; i < values.length; i++) {
                            boolean isBox = (transposed == 1 ? i % (4 + classes) : i / anchors) < 4;
                            values[i] = isBox ? 5 + random.nextInt(40) : values[i];
                        }
                        check(spec, 6, 30, cpu, values);
                        checkFloats(spec, 6, 30, cpu, Reals.wild(random, values.length));
                    }
                }
            }
        }
    }

    @Test
    void shouldDecodeYoloXRawAndDecodedAsTheCpu() {
        for (int classes : new int[] {1, 3, 40}) {
            for (int decoded = 0; decoded < 2; decoded++) {
                int isDecoded = decoded;
                try (GpuDecoderSpec spec = yolox(classes, 96, 64, decoded, 0.25f, 50)) {
                    OnCpu cpu = (values, none, rows, most) ->
                            Postprocess.yolox(values, classes, 96, 64, isDecoded, 0.25f, IOU, rows, most);
                    int n = (5 + classes) * 126;
                    assertThat(check(spec, 6, 50, cpu, Reals.grid(random, n, 0, 2)))
                            .isPositive();
                    checkFloats(spec, 6, 50, cpu, Reals.wild(random, n));
                }
            }
        }
    }

    @Test
    void shouldDecodeLinesAsTheCpu() {
        for (int[] size : new int[][] {{19, 71}, {1, 1}, {40, 40}}) {
            for (int flags = 0; flags < 4; flags++) {
                int planar = flags & 1;
                int logits = flags >> 1;
                int cells = size[0] * size[1];
                try (GpuDecoderSpec spec = mlsd(size[0], size[1], planar, logits, 0.25f, 40)) {
                    OnCpu cpu = (centre, ends, rows, most) ->
                            Postprocess.mlsd(centre, ends, planar, size[0], size[1], logits, 2, 0.25f, 3, rows, most);
                    float[] centre = Reals.grid(random, cells, logits == 1 ? -4 : 0, logits == 1 ? 4 : 1);
                    centre[cells / 2] = logits == 1 ? 5 : 1;
                    float[] ends = Reals.grid(random, 4 * cells, -16, 16);
                    check(spec, 5, 40, cpu, centre, ends);
                    checkFloats(spec, 5, 40, cpu, Reals.wild(random, cells), Reals.wild(random, 4 * cells));
                }
            }
        }
    }

    @Test
    void shouldGiveTheBestWhenMoreCandidatesComeThanFit() {
        int anchors = 9000;
        float[] values = new float[5 * anchors];
        for (int i = 0; i < anchors; i++) {
            values[i] = i % 100 * 8;
            values[anchors + i] = (i - i % 100) / 100f * 8;
            values[2 * anchors + i] = 4;
            values[3 * anchors + i] = 4;
            values[4 * anchors + i] = random.nextInt(512) / 512f; // many ties at the last place
        }
        OnCpu cpu = (head, none, rows, most) -> Postprocess.yolov8(head, 1, anchors, 0, 0, IOU, rows, most);
        try (GpuDecoderSpec spec = yolov8(1, anchors, 0, 0, MOST)) {
            assertThat(check(spec, 6, MOST, cpu, values)).isEqualTo(MOST);
        }
        try (GpuDecoderSpec spec = yolov8(1, anchors, 0, 0, 3)) {
            assertThat(checkFloats(spec, 6, 3, cpu, values)).isEqualTo(3);
        }
    }

    @Test
    void shouldGiveTheFirstOfAPlateauThatDoesNotFit() {
        int side = 70;
        float[] heat = new float[side * side];
        Arrays.fill(heat, 0.5f);
        float[] sizes = new float[4 * side * side];
        Arrays.fill(sizes, 3);
        OnCpu cpu =
                (map, edges, rows, most) -> Postprocess.centernet(map, edges, 1, side, side, 4, 0.5f, IOU, rows, most);
        try (GpuDecoderSpec spec = centernet(1, side, side, 0.5f, MOST)) {
            assertThat(check(spec, 6, MOST, cpu, heat, sizes)).isGreaterThan(100);
        }
    }

    @Test
    void shouldReportTheFirstOutputThatIsNoNumber() {
        float[] centre = Reals.grid(random, 1200, 0, 1);
        float[] ends = Reals.grid(random, 4800, 0, 9);
        for (float unsound : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            for (int first = 0; first < 2; first++) {
                float[][] outputs = {centre.clone(), ends.clone()};
                outputs[first][random.nextInt(outputs[first].length)] = unsound;
                outputs[1][random.nextInt(ends.length)] = unsound;
                for (boolean isHalf : new boolean[] {false, true}) {
                    try (GpuDecoderSpec spec = mlsd(30, 40, 1, 0, 0.25f, 40);
                            EmulatedDecoder decoder = new EmulatedDecoder(spec, isHalf, outputs)) {
                        expectFault(decoder, first + 1);
                    }
                    try (GpuDecoderSpec spec = centernet(1, 30, 40, 0.25f, 40);
                            EmulatedDecoder decoder = new EmulatedDecoder(spec, isHalf, outputs)) {
                        expectFault(decoder, first + 1);
                    }
                }
            }
            float[] head = Reals.grid(random, 600, 0, 1);
            head[random.nextInt(600)] = unsound;
            try (GpuDecoderSpec spec = yolov8(2, 100, 0, 0.25f, 40);
                    EmulatedDecoder decoder = new EmulatedDecoder(spec, true, head)) {
                expectFault(decoder, 1);
            }
        }
    }

    @Test
    void shouldNoticeAScoreThatDiffers() {
        int anchors = 50;
        float[] values = new float[5 * anchors];
        for (int i = 0; i < anchors; i++) {
            values[i] = i * 10;
            values[2 * anchors + i] = 4;
            values[3 * anchors + i] = 4;
            values[4 * anchors + i] = 0.5f;
        }
        try (GpuDecoderSpec spec = yolov8(1, anchors, 0, 0.25f, anchors);
                EmulatedDecoder before = new EmulatedDecoder(spec, false, values)) {
            byte[] rows = before.run(0).payload(0, anchors * 24);
            values[4 * anchors + 7] = Math.nextUp(0.5f);
            try (EmulatedDecoder after = new EmulatedDecoder(spec, false, values)) {
                assertThat(after.run(0).payload(0, anchors * 24)).isNotEqualTo(rows);
            }
        }
    }

    private void expectFault(EmulatedDecoder decoder, int fault) {
        decoder.run(seed);
        assertThat(decoder.fault()).as("seed %d", seed).isEqualTo(fault);
        assertThat(decoder.count()).isZero();
    }

    /** Both types; the values must be exact in both. */
    private int check(GpuDecoderSpec spec, int columns, int maxRows, OnCpu cpu, float[]... outputs) {
        compare(spec, true, columns, maxRows, cpu, outputs);
        return checkFloats(spec, columns, maxRows, cpu, outputs);
    }

    private int checkFloats(GpuDecoderSpec spec, int columns, int maxRows, OnCpu cpu, float[]... outputs) {
        return compare(spec, false, columns, maxRows, cpu, outputs);
    }

    private int compare(GpuDecoderSpec spec, boolean isHalf, int columns, int maxRows, OnCpu cpu, float[]... outputs) {
        try (BytePointer first = Reals.of(outputs[0]);
                BytePointer second = Reals.of(outputs[outputs.length - 1]);
                BytePointer rows = new BytePointer((long) maxRows * columns * Float.BYTES);
                EmulatedDecoder decoder = new EmulatedDecoder(spec, isHalf, outputs)) {
            int count = cpu.decode(first.address(), second.address(), rows.address(), maxRows);
            byte[] expected = Reals.bytes(rows, count * columns * Float.BYTES);
            for (long order = 0; order < ORDERS; order++) {
                decoder.run(order == 0 ? 0 : seed + order);
                String what = "seed " + seed + " order " + order + (isHalf ? " halves" : " floats");
                assertThat(decoder.fault()).as(what).isZero();
                assertThat(decoder.count()).as(what).isEqualTo(count);
                assertThat(decoder.payload(0, expected.length)).as(what).isEqualTo(expected);
            }
            return count;
        }
    }

    private static GpuDecoderSpec centernet(int classes, int height, int width, float minScore, int maxRows) {
        return new GpuDecoderSpec()
                .kind(GpuDecoderSpec.KIND_CENTERNET)
                .classes(classes)
                .height(height)
                .width(width)
                .stride(4)
                .minScore(minScore)
                .iou(IOU)
                .maxRows(maxRows);
    }

    private static GpuDecoderSpec yolov8(int classes, int anchors, int transposed, float minScore, int maxRows) {
        return new GpuDecoderSpec()
                .kind(GpuDecoderSpec.KIND_YOLOV8)
                .classes(classes)
                .anchors(anchors)
                .transposed(transposed)
                .minScore(minScore)
                .iou(IOU)
                .maxRows(maxRows);
    }

    private static GpuDecoderSpec yolox(int classes, int width, int height, int decoded, float minScore, int maxRows) {
        return new GpuDecoderSpec()
                .kind(GpuDecoderSpec.KIND_YOLOX)
                .classes(classes)
                .inputWidth(width)
                .inputHeight(height)
                .decoded(decoded)
                .minScore(minScore)
                .iou(IOU)
                .maxRows(maxRows);
    }

    private static GpuDecoderSpec mlsd(int height, int width, int planar, int logits, float minScore, int maxRows) {
        return new GpuDecoderSpec()
                .kind(GpuDecoderSpec.KIND_MLSD)
                .height(height)
                .width(width)
                .planar(planar)
                .logits(logits)
                .stride(2)
                .minScore(minScore)
                .minLength(3)
                .maxRows(maxRows);
    }
}
