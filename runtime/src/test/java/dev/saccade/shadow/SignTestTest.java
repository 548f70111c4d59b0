package dev.saccade.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tails of fair throws, and the ranks that follow; by the tables of the sign test. */
class SignTestTest {
    @Test
    void shouldSumTheChancesOfFairThrows() {
        assertThat(SignTest.atMost(-1, 8)).isZero();
        assertThat(SignTest.atMost(0, 8)).isEqualTo(1.0 / 256);
        assertThat(SignTest.atMost(1, 8)).isEqualTo(9.0 / 256);
        assertThat(SignTest.atMost(8, 8)).isEqualTo(1);
        assertThat(SignTest.atMost(31, 64) + SignTest.atMost(32, 64)).isBetween(0.999999, 1.000001);
    }

    @Test
    void shouldBoundTheMedianByTheTablesRanks() {
        // Two-sided 95 %: from six values on the smallest and largest; of 25 the 8th, of 64 the 25th (from 1).
        assertThat(SignTest.rank(5, 0.025)).isEqualTo(-1);
        assertThat(SignTest.rank(6, 0.025)).isZero();
        assertThat(SignTest.rank(25, 0.025)).isEqualTo(7);
        assertThat(SignTest.rank(64, 0.025)).isEqualTo(23);
        assertThat(SignTest.rank(0, 0.025)).isEqualTo(-1);
    }

    @Test
    void shouldGiveNoIntervalForFewDifferences() {
        assertThat(Interval.of(new double[0], 0).median()).isNaN();
        Interval five = Interval.of(new double[] {1, 2, 3, 4, 5}, 5);
        assertThat(five.median()).isEqualTo(3);
        assertThat(five.low()).isNaN();
        assertThat(Interval.of(new double[] {1, 2, 3, 4, 5, 6, 99}, 6)).isEqualTo(new Interval(3.5, 1, 6));
    }
}
