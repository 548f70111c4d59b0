package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.Thresholds;
import dev.saccade.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoxDecodersTest {
    private static final InputSpec INPUT = Models.input(32, 64);

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 64, 32);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldDecodeCenterNet(TensorType type) throws PackageException {
        FakeTensor heat = engine.output("hm", type, 1, 2, 16, 8);
        FakeTensor sizes = engine.output("wh", type, 1, 4, 16, 8);
        peak(heat, sizes, 1, 3, 5, 0.75, 4, 2, 8, 6);
        peak(heat, sizes, 0, 6, 12, 0.875, 1, 1, 1, 1);
        // beside the first peak and lower: no local maximum
        heat.put(128 + 5 * 8 + 4, 0.5);
        ModelPackage model = Models.of(DecoderKind.CENTERNET, INPUT, 2, "heatmap", "hm", "sizes", "wh", "stride", "4");

        try (Scene scene = new Scene(model, engine)) {
            // Twice as wide and as high as the input.
            assertThat(scene.sees(Frames.bgr(64, 128)).boxes())
                    .containsExactly("0 0.875 @ 46,94 4x4", "1 0.75 @ 16,36 24x16");
        }
    }

    @Test
    void shouldLeadLetterboxedBoxesBackAndClipThem() throws PackageException {
        InputSpec input = Models.input(32, 64, InputSpec.Resize.LETTERBOX);
        FakeTensor heat = engine.output("hm", TensorType.FLOAT32, 1, 1, 16, 8);
        FakeTensor sizes = engine.output("wh", TensorType.FLOAT32, 1, 4, 16, 8);
        // The 64x64 frame lies at rows 16..47, half size. A box over its upper left corner:
        peak(heat, sizes, 0, 1, 4, 0.75, 8, 8, 4, 4);
        // one in the padding below
        peak(heat, sizes, 0, 4, 14, 0.5, 2, 2, 2, 2);
        ModelPackage model = Models.of(DecoderKind.CENTERNET, input, 1, "heatmap", "hm", "sizes", "wh");

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(64, 64)).boxes()).containsExactly("0 0.75 @ 0,0 16x8");
        }
    }

    @Test
    void shouldOrderEqualScoresByPosition() throws PackageException {
        FakeTensor heat = engine.output("hm", TensorType.FLOAT32, 1, 1, 16, 8);
        FakeTensor sizes = engine.output("wh", TensorType.FLOAT32, 1, 4, 16, 8);
        peak(heat, sizes, 0, 5, 9, 0.5, 1, 1, 1, 1);
        peak(heat, sizes, 0, 2, 2, 0.5, 1, 1, 1, 1);
        peak(heat, sizes, 0, 1, 14, 0.5, 1, 1, 1, 1);
        ModelPackage model = Models.of(
                DecoderKind.CENTERNET, INPUT, 1, new Thresholds(0.3f, 0.5f, 2), "heatmap", "hm", "sizes", "wh");

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("0 0.5 @ 7,7 2x2", "0 0.5 @ 19,35 2x2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldDecodeYolov8Columns(TensorType type) throws PackageException {
        FakeTensor output = engine.output("output0", type, 1, 7, 20);
        anchor(output, 4, 20, new double[] {16, 32, 8, 16, 0.125, 0.75, 0.25});
        // the same object, weaker: suppressed; another class in the same place: kept
        anchor(output, 5, 20, new double[] {16, 32, 8, 15, 0.125, 0.625, 0.25});
        anchor(output, 6, 20, new double[] {16, 32, 8, 16, 0.125, 0.25, 0.5});
        // too weak
        anchor(output, 7, 20, new double[] {4, 4, 2, 2, 0.25, 0.125, 0});

        try (Scene scene = new Scene(Models.of(DecoderKind.YOLOV8, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes())
                    .containsExactly("1 0.75 @ 12,24 8x16", "2 0.5 @ 12,24 8x16");
        }
    }

    @Test
    void shouldDecodeYolov8Rows() throws PackageException {
        FakeTensor output = engine.output("output0", TensorType.FLOAT32, 1, 20, 7);
        anchor(output, 7 * 4, 1, new double[] {16, 32, 8, 16, 0.125, 0.75, 0.25});

        try (Scene scene = new Scene(Models.of(DecoderKind.YOLOV8, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.75 @ 12,24 8x16");
        }
    }

    @Test
    void shouldDecodeYolox() throws PackageException {
        // 8x4 + 4x2 + 2x1 cells
        FakeTensor output = engine.output("output", TensorType.FLOAT32, 1, 42, 7);
        // stride 8, cell (2, 5)
        anchor(output, 7 * (5 * 4 + 2), 1, new double[] {0.5, 0.25, 0, 0, 0.5, 0.25, 0.75});
        // stride 32, cell (0, 1)
        anchor(output, 7 * (32 + 8 + 1), 1, new double[] {0.5, 0.5, 0, 0, 1, 0.875, 0});
        ModelPackage model = Models.of(DecoderKind.YOLOX, INPUT, 2);

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes())
                    .containsExactly("0 0.875 @ 0,32 32x32", "1 0.375 @ 16,38 8x8");
        }
    }

    @Test
    void shouldTakeYoloxBoxesThatTheGraphDecoded() throws PackageException {
        FakeTensor output = engine.output("output", TensorType.FLOAT32, 1, 42, 7);
        anchor(output, 7 * 30, 1, new double[] {16, 32, 8, 16, 0.5, 0.25, 0.75});
        ModelPackage model = Models.of(DecoderKind.YOLOX, INPUT, 2, "decoded", "true");

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.375 @ 12,24 8x16");
        }
    }

    @Test
    void shouldApplyAnotherMinimumScore() throws PackageException {
        FakeTensor output = engine.output("output0", TensorType.FLOAT32, 1, 20, 7);
        anchor(output, 0, 1, new double[] {16, 32, 8, 16, 0.125, 0.75, 0.25});
        ModelPackage model = Models.of(DecoderKind.YOLOV8, INPUT, 3).withMinScore(0.8f);

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).isEmpty();
        }
    }

    @Test
    void shouldRefuseOutputsThatDoNotFit() {
        engine.output("hm", TensorType.FLOAT32, 1, 80, 16, 8);
        engine.output("wh", TensorType.FLOAT32, 1, 2, 16, 8);
        engine.output("n", TensorType.INT64, 1);

        assertRefused(
                Models.of(DecoderKind.YOLOV8, INPUT, 80),
                "pkg/model.yaml: decoder.output: missing: the graph has 3 outputs; add 'decoder.output' with one of"
                        + " hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8], n INT64[1]");
        assertRefused(
                Models.of(DecoderKind.YOLOV8, INPUT, 80, "output", "hn"),
                "pkg/model.yaml: decoder.output: hn: the graph has no such output; use one of"
                        + " hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8], n INT64[1]");
        assertRefused(
                Models.of(DecoderKind.YOLOV8, INPUT, 80, "output", "n"),
                "pkg/model.yaml: decoder.output: n: n INT64[1] should be one of [FLOAT32, FLOAT16]; export the model"
                        + " with such an output; outputs are hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8],"
                        + " n INT64[1]");
        assertRefused(
                Models.of(DecoderKind.YOLOV8, INPUT, 80, "output", "hm"),
                "pkg/model.yaml: decoder.output: hm: hm FLOAT32[1, 80, 16, 8] should have the shape"
                        + " [1, 4 + classes, anchors] or [1, anchors, 4 + classes]; name another output or choose"
                        + " another decoder.kind; outputs are hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8],"
                        + " n INT64[1]");
        assertRefused(
                Models.of(DecoderKind.CENTERNET, INPUT, 80, "heatmap", "hm", "sizes", "wh"),
                "pkg/model.yaml: decoder.sizes: wh: wh FLOAT32[1, 2, 16, 8] should have the shape [1, 4, 16, 8], as the"
                        + " heat map is; name another output or choose another decoder.kind; outputs are"
                        + " hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8], n INT64[1]");
        assertRefused(
                Models.of(DecoderKind.YOLOX, INPUT, 80, "output", "hm"),
                "pkg/model.yaml: decoder.output: hm: hm FLOAT32[1, 80, 16, 8] should have the shape"
                        + " [1, 42, 5 + classes] for input 32x64; name another output or choose another decoder.kind;"
                        + " outputs are hm FLOAT32[1, 80, 16, 8], wh FLOAT32[1, 2, 16, 8], n INT64[1]");
    }

    @Test
    void shouldRefuseAnotherNumberOfLabels() {
        engine.output("hm", TensorType.FLOAT32, 1, 80, 16, 8);
        engine.output("wh", TensorType.FLOAT32, 1, 4, 16, 8);

        assertRefused(
                Models.of(DecoderKind.CENTERNET, INPUT, 79, "heatmap", "hm", "sizes", "wh"),
                "pkg: labels.txt has 79 labels, output hm has 80 classes [1, 80, 16, 8];"
                        + " write one label a line for each class, in class order");
        engine.output("v8", TensorType.FLOAT32, 1, 84, 100);
        assertRefused(
                Models.of(DecoderKind.YOLOV8, INPUT, 79, "output", "v8"),
                "pkg: labels.txt has 79 labels, output v8 has 80 classes [1, 84, 100];"
                        + " write one label a line for each class, in class order");
    }

    @Test
    void shouldRefuseAStrideThatTheShapesContradict() {
        engine.output("hm", TensorType.FLOAT32, 1, 1, 16, 8);
        engine.output("wh", TensorType.FLOAT32, 1, 4, 16, 8);

        assertRefused(
                Models.of(DecoderKind.CENTERNET, INPUT, 1, "heatmap", "hm", "sizes", "wh", "stride", "8.0"),
                "pkg/model.yaml: decoder.stride: 8.0: input of 32x64 over 8x16 cells of output"
                        + " hm FLOAT32[1, 1, 16, 8] makes 4.0 by 4.0; correct decoder.stride, input.size, or the"
                        + " outputs that the decoder names");
    }

    private void assertRefused(ModelPackage model, String message) {
        assertThat(catchThrowableOfType(PackageException.class, () -> new EnginePerceiver(model, engine, false)))
                .hasMessage(message);
    }

    private static void peak(
            FakeTensor heat, FakeTensor sizes, int label, int x, int y, double score, double... edges) {
        heat.put((label * 16 + y) * 8 + x, score);
        for (int k = 0; k < 4; k++) {
            sizes.put((k * 16 + y) * 8 + x, edges[k]);
        }
    }

    private static void anchor(FakeTensor output, int first, int step, double[] values) {
        for (int k = 0; k < values.length; k++) {
            output.put(first + k * step, values[k]);
        }
    }
}
