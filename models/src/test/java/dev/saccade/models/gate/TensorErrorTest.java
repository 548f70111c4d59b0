package dev.saccade.models.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Numbers that were computed by hand. */
class TensorErrorTest {
    @Test
    void shouldMeasureDifferenceAndAngle() {
        TensorError error = TensorError.between(new double[] {3, 4}, new double[] {4, 3});

        assertThat(error.absolute()).isEqualTo(1);
        assertThat(error.relative()).isEqualTo(0.25);
        assertThat(error.cosine()).isCloseTo(24 / 25.0, within(1e-15));
    }

    @Test
    void shouldFindNothingBetweenEquals() {
        double[] masked = {1, Double.NEGATIVE_INFINITY, 2};

        assertThat(TensorError.between(masked, masked.clone())).isEqualTo(new TensorError(0, 0, 1));
        assertThat(TensorError.between(new double[2], new double[2])).isEqualTo(new TensorError(0, 0, 1));
    }

    @Test
    void shouldBeInfiniteWhereOneIsNoNumberOrTheShapeDiffers() {
        assertThat(TensorError.between(new double[] {1, 2}, new double[] {1, Double.NaN})
                        .relative())
                .isInfinite();
        assertThat(TensorError.between(new double[] {1, 2}, new double[] {1}).absolute())
                .isInfinite();
        assertThat(TensorError.between(new double[] {0}, new double[] {1}).relative())
                .isInfinite();
    }

    @Test
    void shouldKeepTheWorstOfEachNumber() {
        assertThat(new TensorError(1, 0.1, 0.9).worse(new TensorError(2, 0.05, 0.8)))
                .isEqualTo(new TensorError(2, 0.1, 0.8));
    }
}
