package dev.saccade.models.quantise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.precision.ValueRange;
import org.junit.jupiter.api.Test;

/** Ranges of values whose distribution is known. */
class RangeHistogramTest {
    @Test
    void shouldKeepLeastAndGreatestExactly() {
        RangeHistogram histogram = of(-3, 0.1f, 7);

        assertThat(histogram.range(Calibration.MINMAX, QuantTarget.CPU)).isEqualTo(new ValueRange(-3, 7));
    }

    @Test
    void shouldCutOffOneInTenThousandAtEitherEnd() {
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 200 - 100) / 100f;
        }
        values[7] = 5000;
        values[9] = -3000;
        RangeHistogram histogram = of(values);

        ValueRange range = histogram.range(Calibration.PERCENTILE, QuantTarget.CPU);

        // One bin of 8192 / 2048 at either side of the crowd.
        assertThat(range.low()).isBetween(-4f, -1f);
        assertThat(range.high()).isBetween(0.9f, 4f);
    }

    @Test
    void shouldCutOffAnOutlierWhereThatLosesLess() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 2000 - 1000) / 1000f;
        }
        values[7] = 4;
        RangeHistogram histogram = of(values);

        ValueRange range = histogram.range(Calibration.MSE, QuantTarget.TENSORRT);

        // 100000 (2 t / 254)^2 / 12 + (4 - t)^2 is least at t = 2.64; a trial is 0.04 wide.
        assertThat(range.high()).isBetween(2.6f, 2.68f);
        assertThat(range.low()).isBetween(-1.1f, -0.9f);
    }

    @Test
    void shouldKeepAnOutlierThatHoldsMostOfTheEnergy() {
        RangeHistogram histogram = of(1, -1, 1000, 1, 1000, -1);

        assertThat(histogram.range(Calibration.MSE, QuantTarget.TENSORRT).high())
                .isGreaterThan(990);
    }

    @Test
    void shouldNotDependOnTheOrderOfFrames() {
        RangeHistogram up = new RangeHistogram();
        RangeHistogram down = new RangeHistogram();
        for (int i = 0; i < 12; i++) {
            float[] small = {(1 << i) * 0.75f, -(1 << i) * 0.3f, 0};
            float[] large = {(1 << (11 - i)) * 0.75f, -(1 << (11 - i)) * 0.3f, 0};
            up.add(small, small.length);
            down.add(large, large.length);
        }

        for (Calibration calibration : Calibration.values()) {
            assertThat(up.range(calibration, QuantTarget.CPU)).isEqualTo(down.range(calibration, QuantTarget.CPU));
        }
    }

    @Test
    void shouldTakeConstantsAndZeros() {
        for (Calibration calibration : Calibration.values()) {
            for (QuantTarget target : QuantTarget.values()) {
                assertThat(of(0, 0, 0).range(calibration, target)).isEqualTo(new ValueRange(0, 0));
                ValueRange five = of(5, 5, 5).range(calibration, target);
                assertThat(five.high()).isEqualTo(5);
                ValueRange negative = of(-5, -5).range(calibration, target);
                assertThat(negative.low()).isBetween(-5f, -4.9f);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertThat(of(1, Float.NaN).isUsable()).isFalse();
        assertThat(of(1, Float.NEGATIVE_INFINITY).isUsable()).isFalse();
        assertThat(new RangeHistogram().isUsable()).isFalse();
        assertThat(of(1, 2).isUsable()).isTrue();
    }

    private static RangeHistogram of(float... values) {
        RangeHistogram histogram = new RangeHistogram();
        histogram.add(values, values.length);
        return histogram;
    }
}
