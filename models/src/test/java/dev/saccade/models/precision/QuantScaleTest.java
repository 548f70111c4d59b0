package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** Scales, zero points and weights, each by hand; the numbers are exact in binary where a test compares them exactly. */
class QuantScaleTest {
    @Test
    void shouldSpreadTheGreaterSideOver127Steps() {
        QuantScale scale = QuantScale.of(new ValueRange(-254, 100), QuantTarget.TENSORRT);

        assertThat(scale).isEqualTo(new QuantScale(2, 0, Onnx.INT8));
    }

    @Test
    void shouldSpreadBothSidesOver255StepsForTheCpu() {
        QuantScale scale = QuantScale.of(new ValueRange(-51, 204), QuantTarget.CPU);

        assertThat(scale).isEqualTo(new QuantScale(1, 51, Onnx.UINT8));
    }

    @Test
    void shouldKeepZeroExactWhereItLiesOutsideTheRange() {
        assertThat(QuantScale.of(new ValueRange(255, 510), QuantTarget.CPU))
                .isEqualTo(new QuantScale(2, 0, Onnx.UINT8));
        assertThat(QuantScale.of(new ValueRange(-510, -255), QuantTarget.CPU).zeroPoint())
                .isEqualTo(255);
    }

    @Test
    void shouldStayBelowTheBoundOfAClipInFront() {
        for (float bound : new float[] {6, 1, 0.1f, 3.3f, 1e-3f, 20}) {
            QuantScale scale = QuantScale.of(new ValueRange(0, bound), QuantTarget.CPU);

            assertThat(scale.scale() * 255).as("of bound " + bound).isLessThanOrEqualTo(bound);
            assertThat(scale.scale() * 255).isGreaterThan(bound * 0.9999f);
        }
    }

    @Test
    void shouldFindAScaleForWhatIsAlwaysZeroOrTinyOrConstant() {
        for (QuantTarget target : QuantTarget.values()) {
            assertThat(QuantScale.of(new ValueRange(0, 0), target).scale()).isEqualTo(1);
            assertThat(QuantScale.of(new ValueRange(0, 1e-42f), target).scale()).isEqualTo(Float.MIN_NORMAL);
        }
        assertThat(QuantScale.of(new ValueRange(127, 127), QuantTarget.TENSORRT).scale())
                .isEqualTo(1);
        assertThat(QuantScale.of(new ValueRange(-Float.MAX_VALUE, Float.MAX_VALUE), QuantTarget.CPU)
                        .scale())
                .isFinite();
    }

    @Test
    void shouldQuantiseWeightsByHand() {
        // Two channels behind one another: steps of 1/128 and of 2.
        FloatBuffer weights = FloatBuffer.wrap(new float[] {127 / 128f, -64 / 128f, 2.5f / 128, 254, -3, 5});

        QuantWeights found = QuantWeights.of(weights, 2, 3, 0, null);

        assertThat(found.scales()).containsExactly(1 / 128f, 2);
        assertThat(found.values()).containsExactly(127, -64, 2, 127, -2, 2);
    }

    @Test
    void shouldFollowTheChannelsOfAMatrixColumnByColumn() {
        QuantWeights found = QuantWeights.of(FloatBuffer.wrap(new float[] {127, 254, -127, 2}), 2, 1, 0, null);

        assertThat(found.scales()).containsExactly(1, 2);
        assertThat(found.values()).containsExactly(127, 127, -127, 1);
    }

    @Test
    void shouldLoseLessWithAScaleForEachChannel() {
        float[] weights = new float[64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i % 2 == 0 ? 1 : -1) * (i < 32 ? 100f : 0.01f) * (1 + i % 32) / 32;
        }

        double each = smallChannelError(QuantWeights.of(FloatBuffer.wrap(weights), 2, 32, 0, null), weights, 32);
        double one = smallChannelError(QuantWeights.of(FloatBuffer.wrap(weights), 1, 64, 0, null), weights, 64);

        assertThat(one).isEqualTo(1, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(each).isLessThan(0.01);
    }

    private static double smallChannelError(QuantWeights found, float[] weights, int each) {
        double error = 0;
        double energy = 0;
        for (int i = 32; i < 64; i++) {
            double difference = weights[i] - found.values()[i] * found.scales()[i / each];
            error += difference * difference;
            energy += weights[i] * weights[i];
        }
        return Math.sqrt(error / energy);
    }

    @Test
    void shouldKeepTheBiasOfADeadChannel() {
        float[] bias = {0.5f, 0.25f};

        QuantWeights found = QuantWeights.of(FloatBuffer.wrap(new float[] {127, 0}), 2, 1, 1 / 64f, bias);

        assertThat(found.scales()).containsExactly(1, 1);
        assertThat(found.values()).containsExactly(127, 0);
        assertThat(found.bias(bias, 1 / 64f)).containsExactly(32, 16);
    }

    @Test
    void shouldNotLetABiasLeaveAnInt32() {
        float[] bias = {1e9f};

        QuantWeights found = QuantWeights.of(FloatBuffer.wrap(new float[] {1e-9f}), 1, 1, 1e-3f, bias);
        double back = found.bias(bias, 1e-3f)[0] * (double) found.biasScales(1e-3f)[0];

        assertThat(back).isCloseTo(1e9, org.assertj.core.data.Percentage.withPercentage(0.001));
    }
}
