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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskDecodersTest {
    private static final InputSpec INPUT = Models.input(8, 4);
    private static final Thresholds HALF = new Thresholds(0.5f, 0.5f, 100);

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 4, 8);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldPickTheBestPlane(TensorType type) throws PackageException {
        engine.output("out", type, 1, 3, 2, 4)
                .put(0, new double[] {9, 1, 1, 1, 1, 1, 1, 1})
                .put(8, new double[] {0, 5, 5, 0, 0, 1, 1, 0})
                .put(16, new double[] {0, 0, 0, 2, 0, 0, 0, 2});

        try (Scene scene = new Scene(Models.of(DecoderKind.ARGMAX, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("0112", "0002");
            SegmentationMask mask = scene.seen.mask();
            assertThat(mask.share(1)).isEqualTo(0.25);
            assertThat(new int[] {mask.stat(1, 0), mask.stat(1, 1), mask.stat(1, 2), mask.stat(1, 3), mask.stat(1, 4)})
                    .containsExactly(2, 1, 0, 3, 1);
            // four source pixels a mask column, eight a mask row
            assertThat(mask.mapX(3)).isEqualTo(12);
            assertThat(mask.mapY(1)).isEqualTo(8);
        }
    }

    @Test
    void shouldPickTheBestOfEachPixel() throws PackageException {
        engine.output("out", TensorType.FLOAT32, 1, 2, 2, 3)
                .put(0, new double[] {1, 2, 0, 3, 3, 0, 0, 0, 1, -1, -2, -3});

        try (Scene scene = new Scene(Models.of(DecoderKind.ARGMAX, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("10", "20");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT32", "INT64"})
    void shouldTakeAMapOfIndices(TensorType type) throws PackageException {
        engine.output("out", type, 1, 2, 3).put(0, new double[] {0, 1, 2, 2, 255, 0});

        try (Scene scene = new Scene(Models.of(DecoderKind.ARGMAX, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("012", "22550");
            assertThat(scene.seen.mask().stat(2, 0)).isEqualTo(2);
        }
    }

    @Test
    void shouldTakeIndicesThatFitNoByteAsNoClass() throws PackageException {
        engine.output("out", TensorType.INT64, 1, 1, 2, 2).put(0, new double[] {-1, 256, 1L << 40, 1});

        try (Scene scene = new Scene(Models.of(DecoderKind.ARGMAX, INPUT, 3), engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("255255", "2551");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0.25, 0.5, 0.75", "true, -1, 0, 1"})
    void shouldCutOnePlaneAtTheThreshold(String logits, double low, double at, double high) throws PackageException {
        engine.output("out", TensorType.FLOAT32, 1, 2, 2, 1)
                .put(0, new double[] {low, at, high, Double.NEGATIVE_INFINITY});
        ModelPackage model = Models.of(DecoderKind.SIGMOID_MASK, INPUT, 2, HALF, "logits", logits);

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("01", "10");
            assertThat(scene.seen.mask().share(1)).isEqualTo(0.5);
        }
        try (Scene scene = new Scene(model.withMinScore(0.7f), again(low, at, high))) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("00", "10");
        }
    }

    @Test
    void shouldLeadALetterboxedMaskBack() throws PackageException {
        engine.output("out", TensorType.FLOAT32, 1, 1, 4, 8);
        ModelPackage model =
                Models.of(DecoderKind.SIGMOID_MASK, Models.input(8, 4, InputSpec.Resize.LETTERBOX), 2, HALF);

        try (Scene scene = new Scene(model, engine)) {
            // A square frame lies at columns 2..5, sixteen source pixels each.
            scene.sees(Frames.bgr(64, 64));
            assertThat(scene.seen.mask().mapX(2)).isZero();
            assertThat(scene.seen.mask().mapX(6)).isEqualTo(64);
            assertThat(scene.seen.mask().mapY(4)).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1, 2", "1, 1, 2, 2"})
    void shouldMakeTheMaskOfAnotherSizeAndLeadItBack(long a, long b, long c, long d) throws PackageException {
        // A row of two pixels: the first is of class 0, the second, more strongly, of class 1.
        engine.output("out", TensorType.FLOAT32, a, b, c, d).put(0, new double[] {1, 0, 0, 3});
        ModelPackage model = Models.of(DecoderKind.ARGMAX, INPUT, 2, "mask-size", "8x2");

        try (Scene scene = new Scene(model, engine)) {
            // At the share t of the way class 1 has 3t and class 0 has 1 - t.
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("00011111", "00011111");
            SegmentationMask mask = scene.seen.mask();
            assertThat(mask.share(1)).isEqualTo(10 / 16.0);
            assertThat(new float[] {mask.mapX(0), mask.mapX(8), mask.mapY(0), mask.mapY(2)})
                    .containsExactly(0, 16, 0, 16);
        }
    }

    @Test
    void shouldCutThePlaneAtAnotherSize() throws PackageException {
        engine.output("out", TensorType.FLOAT32, 1, 1, 1, 2).put(0, new double[] {0, 1});
        ModelPackage model = Models.of(DecoderKind.SIGMOID_MASK, INPUT, 2, HALF, "mask-size", "6x1");

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(16, 16)).mask()).containsExactly("000111");
        }
    }

    @Test
    void shouldMixNoClasses() {
        engine.output("out", TensorType.INT64, 1, 2, 3);

        assertRefused(
                Models.of(DecoderKind.ARGMAX, INPUT, 3, "mask-size", "8x4"),
                "pkg/model.yaml: decoder.mask-size: 8x4: out INT64[1, 2, 3] holds classes, which cannot be mixed;"
                        + " delete the key, or export the model with scores");
    }

    @Test
    void shouldRefuseOutputsThatAreNoMask() {
        engine.output("out", TensorType.FLOAT32, 1, 3, 2, 4);

        assertRefused(
                Models.of(DecoderKind.SIGMOID_MASK, INPUT, 2),
                "pkg/model.yaml: decoder.mask: out: out FLOAT32[1, 3, 2, 4] should have the shape"
                        + " [1, 1, rows, columns], [1, rows, columns, 1] or [1, rows, columns]; name another output or"
                        + " choose another decoder.kind; outputs are out FLOAT32[1, 3, 2, 4]");
        assertRefused(
                Models.of(DecoderKind.ARGMAX, INPUT, 5),
                "pkg: labels.txt has 5 labels, output out has 3 classes [1, 3, 2, 4]; write one label a line for each"
                        + " class, in class order");
    }

    @Test
    void shouldRefuseAMaskWithoutBackgroundAndForeground() {
        engine.output("out", TensorType.FLOAT32, 1, 1, 2, 4);

        assertRefused(
                Models.of(DecoderKind.SIGMOID_MASK, INPUT, 1),
                "pkg: labels.txt has 1 label, output out has 2 classes [1, 1, 2, 4]; write one label a line for each"
                        + " class, in class order");
    }

    private FakeEngine again(double low, double at, double high) {
        FakeEngine other = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 4, 8);
        other.output("out", TensorType.FLOAT32, 1, 2, 2, 1)
                .put(0, new double[] {low, at, high, Double.NEGATIVE_INFINITY});
        return other;
    }

    private void assertRefused(ModelPackage model, String message) {
        assertThat(catchThrowableOfType(PackageException.class, () -> new EnginePerceiver(model, engine, false)))
                .hasMessage(message);
    }
}
