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
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierDecoderTest {
    private static final InputSpec INPUT = Models.input(8, 8);
    private static final Thresholds ALL = new Thresholds(0, 0.5f, 100);

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 8, 8);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldTakeProbabilitiesAsTheyAre(TensorType type) throws PackageException {
        engine.output("p", type, 1, 6, 1, 1).put(0, new double[] {0.125, 0.25, 0, 0.25, 0.375, 0});

        try (Scene scene = new Scene(Models.of(DecoderKind.SOFTMAX, INPUT, 6, ALL, "top", "4"), engine)) {
            assertThat(scene.sees(Frames.bgr(8, 8)).classes())
                    .containsExactly("4 0.375", "1 0.25", "3 0.25", "0 0.125");
        }
    }

    @Test
    void shouldTurnLogitsIntoProbabilities() throws PackageException {
        engine.output("l", TensorType.FLOAT32, 1, 3).put(0, new double[] {0, Math.log(2), Math.log(5)});

        try (Scene scene = new Scene(Models.of(DecoderKind.LOGITS, INPUT, 3, ALL), engine)) {
            assertThat(scene.sees(Frames.bgr(8, 8)).classes()).containsExactly("2 0.625", "1 0.25", "0 0.125");
        }
    }

    @Test
    void shouldLeaveOutWhatIsBelowTheScore() throws PackageException {
        engine.output("p", TensorType.FLOAT32, 1, 3).put(0, new double[] {0.5, 0.25, 0.25});
        ModelPackage model = Models.of(DecoderKind.SOFTMAX, INPUT, 3, ALL).withMinScore(0.3f);

        try (Scene scene = new Scene(model, engine)) {
            assertThat(scene.sees(Frames.bgr(8, 8)).classes()).containsExactly("0 0.5");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.002, 1.002, 12, Double.NEGATIVE_INFINITY})
    void shouldFaultOnWhatIsNoProbability(double score) throws PackageException {
        FakeTensor scores = engine.output("p", TensorType.FLOAT32, 1, 3).put(0, new double[] {1.0009, -0.0009, score});

        try (Scene scene = new Scene(Models.of(DecoderKind.SOFTMAX, INPUT, 3, ALL), engine)) {
            assertThat(scene.perceive(Frames.bgr(8, 8))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError())
                    .isEqualTo("output 'p' holds values outside 0..1: values are no probabilities;"
                            + " use decoder kind logits");
            scores.put(2, 0.5);
            assertThat(scene.sees(Frames.bgr(8, 8)).classes()).containsExactly("0 1.001", "2 0.5");
        }
    }

    @Test
    void shouldTakeMaskedLogits() throws PackageException {
        engine.output("l", TensorType.FLOAT32, 1, 3).put(0, new double[] {0, Double.NEGATIVE_INFINITY, Math.log(3)});

        try (Scene scene = new Scene(Models.of(DecoderKind.LOGITS, INPUT, 3, ALL), engine)) {
            assertThat(scene.sees(Frames.bgr(8, 8)).classes()).containsExactly("2 0.75", "0 0.25", "1 0");
        }
    }

    @Test
    void shouldRefuseMoreThanOneRowOfScores() {
        engine.output("p", TensorType.FLOAT32, 1, 3, 3);

        assertThat(catchThrowableOfType(
                        PackageException.class,
                        () -> new EnginePerceiver(Models.of(DecoderKind.SOFTMAX, INPUT, 3), engine, false)))
                .hasMessageStartingWith("pkg/model.yaml: decoder.scores: p: p FLOAT32[1, 3, 3] should have the shape"
                        + " [1, classes], further dimensions 1; ");
    }
}
