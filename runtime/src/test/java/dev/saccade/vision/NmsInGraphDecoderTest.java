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

class NmsInGraphDecoderTest {
    private static final InputSpec INPUT = Models.input(32, 64);

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 64, 32);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldReadSixJoinedColumns(TensorType type) throws PackageException {
        engine.output("d", type, 1, 4, 6)
                .put(0, new double[] {2, 4, 10, 20, 0.5, 1})
                .put(6, new double[] {1, 2, 3, 4, 0.75, 0})
                .put(12, new double[] {1, 2, 3, 4, 0.25, 0})
                .put(18, new double[] {0, 0, 0, 0, 0, -1});

        try (Scene scene = new Scene(joined(), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("0 0.75 @ 1,2 2x2", "1 0.5 @ 2,4 8x16");
        }
    }

    @Test
    void shouldReadSevenJoinedColumns() throws PackageException {
        engine.output("d", TensorType.FLOAT32, 1, 7).put(0, new double[] {0, 2, 4, 10, 20, 1, 0.5});

        try (Scene scene = new Scene(joined(), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.5 @ 2,4 8x16");
        }
    }

    @Test
    void shouldFollowANumberOfRowsThatChanges() throws PackageException {
        FakeTensor rows = engine.open("d", TensorType.FLOAT32, new long[] {-1, 6}, 20000, 6)
                .put(0, new double[] {2, 4, 10, 20, 0.5, 1})
                .put(6, new double[] {1, 2, 3, 4, 0.75, 0});
        rows.resize(0, 0);

        try (Scene scene = new Scene(joined(), engine)) {
            assertThat(engine.runs()).as("a trial run tells the open dimension").isEqualTo(1);
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).isEmpty();
            rows.resize(0, 1);
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.5 @ 2,4 8x16");
            rows.resize(0, 2);
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("0 0.75 @ 1,2 2x2", "1 0.5 @ 2,4 8x16");
            rows.resize(0, 20000);
            assertThat(scene.perceive(Frames.bgr(32, 64))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError()).contains("more than 16384 rows");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "xyxy, false, 2, 4, 10, 20",
        "yxyx, false, 4, 2, 20, 10",
        "xywh, false, 6, 12, 8, 16",
        "xyxy, true, 0.0625, 0.0625, 0.3125, 0.3125",
        "yxyx, true, 0.0625, 0.0625, 0.3125, 0.3125",
        "xywh, true, 0.1875, 0.1875, 0.25, 0.25"
    })
    void shouldReadEveryFormOfBox(String box, String normalised, double a, double b, double c, double d)
            throws PackageException {
        outputs(TensorType.FLOAT32, 1).put(0, new double[] {a, b, c, d});

        try (Scene scene = new Scene(parts("box", box, "normalised", normalised), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.5 @ 2,4 8x16");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "INT32", "INT64"})
    void shouldReadAsManyRowsAsTheCountSays(TensorType type) throws PackageException {
        outputs(type, 3).put(0, new double[] {2, 4, 10, 20, 1, 1, 2, 2, 1, 1, 2, 2});
        FakeTensor count = engine.output("n", type, 1, 1).put(0, 1);

        try (Scene scene = new Scene(parts("count", "n"), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("1 0.5 @ 2,4 8x16");
            count.put(0, 4);
            assertThat(scene.perceive(Frames.bgr(32, 64))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError()).contains("says 4.0 of 3 rows");
        }
    }

    @Test
    void shouldKeepTheBestAndOrderEqualsByRow() throws PackageException {
        FakeTensor d = engine.output("d", TensorType.FLOAT32, 1, 5, 6);
        double[] scores = {0.5, 0.75, 0.5, 0.75, 0.625};
        for (int i = 0; i < 5; i++) {
            d.put(6 * i, new double[] {i, 0, i + 1, 1, scores[i], 0});
        }
        ModelPackage model =
                Models.of(DecoderKind.NMS_IN_GRAPH, INPUT, 2, new Thresholds(0.3f, 0.5f, 4), "detections", "d");

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes())
                    .containsExactly("0 0.75 @ 1,0 1x1", "0 0.75 @ 3,0 1x1", "0 0.625 @ 4,0 1x1", "0 0.5 @ 0,0 1x1");
        }
    }

    @Test
    void shouldFaultOnAClassWithoutALabel() throws PackageException {
        engine.output("d", TensorType.FLOAT32, 1, 1, 6).put(0, new double[] {2, 4, 10, 20, 0.5, 2});

        try (Scene scene = new Scene(joined(), engine)) {
            assertThat(scene.perceive(Frames.bgr(32, 64))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError())
                    .isEqualTo("class 2.0 has no label, the package has 2 labels;"
                            + " correct labels.txt or the outputs that the decoder names");
        }
    }

    @Test
    void shouldLeaveOutScoresAndCornersOfNegativeInfinity() throws PackageException {
        engine.output("d", TensorType.FLOAT32, 1, 3, 6)
                .put(0, new double[] {2, 4, 10, 20, Double.NEGATIVE_INFINITY, 1})
                .put(6, new double[] {1, 2, Double.NEGATIVE_INFINITY, 4, 0.75, 0})
                .put(12, new double[] {1, 2, 3, 4, 0.5, 0});

        try (Scene scene = new Scene(joined(), engine)) {
            assertThat(scene.sees(Frames.bgr(32, 64)).boxes()).containsExactly("0 0.5 @ 1,2 2x2");
        }
    }

    @Test
    void shouldRefuseShapesThatAreNoRows() {
        engine.output("d", TensorType.FLOAT32, 1, 3, 5);

        assertThat(catchThrowableOfType(PackageException.class, () -> new EnginePerceiver(joined(), engine, false)))
                .hasMessage("pkg/model.yaml: decoder.detections: d: d FLOAT32[1, 3, 5] should have the shape"
                        + " [1, rows, 6] or [1, rows, 7]; name another output or choose another decoder.kind;"
                        + " outputs are d FLOAT32[1, 3, 5]");
    }

    /** Boxes, and as many scores of 0.5 and classes of 1. */
    private FakeTensor outputs(TensorType classType, int rows) {
        FakeTensor boxes = engine.output("b", TensorType.FLOAT32, 1, rows, 4);
        engine.output("s", TensorType.FLOAT32, 1, rows).fill(0.5);
        engine.output("c", classType, 1, rows).fill(1);
        return boxes;
    }

    private static ModelPackage joined() {
        return Models.of(DecoderKind.NMS_IN_GRAPH, INPUT, 2, "detections", "d");
    }

    private static ModelPackage parts(String... further) {
        String[] keys = new String[6 + further.length];
        System.arraycopy(new String[] {"boxes", "b", "scores", "s", "classes", "c"}, 0, keys, 0, 6);
        System.arraycopy(further, 0, keys, 6, further.length);
        return Models.of(DecoderKind.NMS_IN_GRAPH, INPUT, 2, keys);
    }
}
