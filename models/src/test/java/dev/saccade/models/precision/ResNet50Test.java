package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.OnnxRunner;
import dev.saccade.models.onnx.ResNet50;
import dev.saccade.models.pull.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network for measuring: as large as the paper says, the same everywhere, and finite in both precisions. */
class ResNet50Test {
    private static final int SIDE = 64;
    private static final int CLASSES = 10;

    /** Weights and biases with a norm's scale and shift for each channel of a convolution, as usually counted. */
    private static final long USUAL_COUNT = 25_557_032;

    private static final long CHANNELS = 26_560;

    private static ResNet50 thin() {
        return new ResNet50(8, SIDE, CLASSES, 1);
    }

    @Test
    void shouldHaveAsManyParametersAsTheRealOne() {
        ResNet50 whole = new ResNet50(ResNet50.WIDTH, ResNet50.SIDE, ResNet50.CLASSES, 1);

        assertThat(whole.parameters()).isEqualTo(USUAL_COUNT - CHANNELS);
    }

    @Test
    void shouldGiveTheSameBytesEverywhere() {
        assertThat(Sha256.of(thin().toOnnx()))
                .isEqualTo("bd7b715a6a3644aa269dbc11d9bb12778cf038b7afd9e2d47a33240170e9c422");
        assertThat(new ResNet50(8, SIDE, CLASSES, 2).toOnnx()).isNotEqualTo(thin().toOnnx());
    }

    @Test
    void shouldStayFiniteAndAgreeInBothPrecisions(@TempDir Path work) throws Exception {
        Path whole = Files.write(work.resolve("resnet.onnx"), thin().toOnnx());
        Path half = work.resolve("half.onnx");
        ConversionReport report = HalfPrecision.convert(whole, half, Islands.none());
        float[] wide = run(whole);
        float[] narrow = run(half);

        assertThat(report.converted()).isEqualTo(report.nodes());
        assertThat(report.castsAdded()).isEqualTo(2);
        float largest = 0;
        for (float logit : wide) {
            largest = Math.max(largest, Math.abs(logit));
        }
        assertThat(largest).isBetween(0.01f, 100f);
        for (int i = 0; i < CLASSES; i++) {
            assertThat(Math.abs(narrow[i] - wide[i])).isLessThan(0.02f * largest);
        }
    }

    private static float[] run(Path model) {
        float[] pixels = new float[3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 17 / 8f - 1;
        }
        return OnnxRunner.run(
                        model, ResNet50.INPUT, pixels, new int[] {1, 3, SIDE, SIDE}, Map.of(ResNet50.OUTPUT, new int[] {
                            1, CLASSES
                        }))
                .get(ResNet50.OUTPUT);
    }
}
