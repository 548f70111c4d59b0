package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlsdDecoderTest {
    private static final InputSpec INPUT = Models.input(64, 32);
    private static final int WIDTH = 32;
    private static final int HEIGHT = 16;

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 64);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFollowDisplacementsFromCentres(boolean isPlanar) throws PackageException {
        FakeTensor centre = engine.output("c", TensorType.FLOAT32, 1, HEIGHT, WIDTH, 1);
        FakeTensor ends = isPlanar
                ? engine.output("d", TensorType.FLOAT32, 1, 4, HEIGHT, WIDTH)
                : engine.output("d", TensorType.FLOAT32, 1, HEIGHT, WIDTH, 4);
        line(centre, ends, isPlanar, 10, 8, 0.75, -4, -2, 4, 2);
        // too short for min-length
        line(centre, ends, isPlanar, 20, 8, 0.875, -1, 0, 1, 0);
        ModelPackage model =
                Models.of(DecoderKind.MLSD, INPUT, 1, "centre", "c", "displacement", "d", "min-length", "5");

        try (Scene scene = new Scene(model, engine)) {
            // Cells of two input pixels, two source pixels each.
            assertThat(scene.sees(Frames.bgr(128, 64)).segments()).containsExactly("0.75: 24,24 to 56,40");
            assertThat(scene.boxes()).containsExactly("0 0.75 @ 24,24 32x16");
            assertThat(scene.seen.detections().hasSegments()).isTrue();
        }
    }

    @Test
    void shouldCutSegmentsToTheFrame() throws PackageException {
        FakeTensor centre = engine.output("c", TensorType.FLOAT32, 1, 1, HEIGHT, WIDTH);
        FakeTensor ends = engine.output("d", TensorType.FLOAT32, 1, 4, HEIGHT, WIDTH);
        line(centre, ends, true, 2, 4, 0.75, -4, -4, 4, 4);
        ModelPackage model = Models.of(DecoderKind.MLSD, INPUT, 1, "centre", "c", "displacement", "d");

        try (Scene scene = new Scene(model, engine)) {
            // From -4,0 to 12,16: it enters the frame at 0,4.
            assertThat(scene.sees(Frames.bgr(64, 32)).segments()).containsExactly("0.75: 0,4 to 12,16");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // inside, across, outside on each side, touching a corner only, NaN
        "1, 1, 3, 3, true, '1.0,1.0 3.0,3.0'",
        "-2, 2, 12, 2, true, '0.0,2.0 10.0,2.0'",
        "5, 12, 5, -2, true, '5.0,10.0 5.0,0.0'",
        "-4, 1, -1, 9, false, ''",
        "1, 11, 9, 12, false, ''",
        "-1, 1, 1, -1, false, ''",
        "NaN, 1, 1, 1, false, ''",
        "3, 3, 3, NaN, false, ''"
    })
    void shouldClip(float ax, float ay, float bx, float by, boolean isVisible, String expected) {
        SegmentClip clip = new SegmentClip();

        assertThat(clip.clip(ax, ay, bx, by, 10, 10)).isEqualTo(isVisible);
        if (isVisible) {
            assertThat(clip.x1() + "," + clip.y1() + " " + clip.x2() + "," + clip.y2())
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldRefuseDisplacementsOfAnotherSize() {
        engine.output("c", TensorType.FLOAT32, 1, HEIGHT, WIDTH, 1);
        engine.output("d", TensorType.FLOAT32, 1, WIDTH, HEIGHT, 4);
        ModelPackage model = Models.of(DecoderKind.MLSD, INPUT, 1, "centre", "c", "displacement", "d");

        assertThat(catchThrowableOfType(PackageException.class, () -> new EnginePerceiver(model, engine, false)))
                .hasMessageStartingWith("pkg/model.yaml: decoder.displacement: d: d FLOAT32[1, 32, 16, 4] should have"
                        + " the shape [1, 4, 16, 32] or [1, 16, 32, 4]; ");
    }

    private static void line(
            FakeTensor centre, FakeTensor ends, boolean isPlanar, int x, int y, double score, double... offsets) {
        int cell = y * WIDTH + x;
        centre.put(cell, score);
        for (int k = 0; k < 4; k++) {
            ends.put(isPlanar ? k * HEIGHT * WIDTH + cell : 4 * cell + k, offsets[k]);
        }
    }
}
