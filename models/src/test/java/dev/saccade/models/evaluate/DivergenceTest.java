package dev.saccade.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.models.evaluate.metric.Divergence;
import org.junit.jupiter.api.Test;

/** Against sums done by hand and tables of chi-squared. */
class DivergenceTest {
    @Test
    void shouldBeTheSumOverBinsThatADefinitionGives() {
        double psi = Divergence.psi(new long[] {50, 50}, 100, new long[] {25, 75}, 100);
        assertThat(psi).isCloseTo(0.25 * Math.log(2) - 0.25 * Math.log(0.5 / 0.75), within(1e-12));
        assertThat(Divergence.psi(new long[] {1, 2, 3}, 6, new long[] {10, 20, 30}, 60))
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void shouldBeSymmetric() {
        long[] a = {7, 0, 93};
        long[] b = {40, 60, 100};
        assertThat(Divergence.psi(a, 100, b, 200)).isCloseTo(Divergence.psi(b, 200, a, 100), within(1e-12));
    }

    @Test
    void shouldTakeAnEmptyBinForHalfADrawAndLeaveOutThoseThatAreEmptyOnBothSides() {
        double psi = Divergence.psi(new long[] {100, 0, 0}, 100, new long[] {90, 10, 0}, 100);
        double byHand = 0.1 * Math.log(1 / 0.9) + (0.005 - 0.1) * Math.log(0.005 / 0.1);
        assertThat(psi).isCloseTo(byHand, within(1e-12));
        assertThat(Divergence.expectedPsi(new long[] {100, 0, 0}, 100, new long[] {90, 10, 0}, 100))
                .isCloseTo(0.02, within(1e-12));
    }

    @Test
    void shouldPutTheLimitAtTheQuantileOfChiSquared() {
        // Quantiles of 0.999999, by the incomplete gamma function: 23.93 (1), 56.49 (15), 63.68 (19). The approximation
        // lies above them, most where there are few bins.
        assertThat(limit(2)).isBetween(23.93, 27.6);
        assertThat(limit(16)).isBetween(56.49, 57.4);
        assertThat(limit(20)).isBetween(63.68, 64.5);
        assertThat(limit(1)).isZero();
    }

    /** With 1/n + 1/m = 1 the limit is the quantile itself. */
    private static double limit(int bins) {
        long[] full = new long[bins];
        java.util.Arrays.fill(full, 1);
        return Divergence.psiLimit(full, 2, full, 2);
    }

    @Test
    void shouldFindTheLargestDifferenceOfTheSharesBelowAnEdge() {
        assertThat(Divergence.ks(new long[] {10, 0, 0, 0}, new long[] {0, 0, 0, 10}))
                .isEqualTo(1);
        assertThat(Divergence.ks(new long[] {5, 5, 0}, new long[] {0, 5, 5})).isCloseTo(0.5, within(1e-12));
        assertThat(Divergence.ksLimit(200, 200)).isCloseTo(0.26935, within(1e-9));
    }
}
