package dev.saccade.models.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Each bound, from both sides. */
class CanaryWatchTest {
    private static final long MS = 1_000_000;
    private static final CanaryBounds BOUNDS = new CanaryBounds(0.9, 1.5, 1);

    private static String reason(
            long frames, long p99Ms, long productionMs, long compared, double agreement, long faults) {
        return CanaryWatch.reason(
                BOUNDS, new CanaryFigures(frames, p99Ms * MS, productionMs * MS, compared, agreement, faults));
    }

    @Test
    void shouldLetASoundCandidateServe() {
        assertThat(reason(0, 0, 0, 0, Double.NaN, 0)).isEmpty();
        assertThat(reason(10_000, 30, 20, 5_000, 0.9, 1)).isEmpty();
    }

    @Test
    void shouldFallBackWhenTooFewAgreeOverEnoughFrames() {
        assertThat(reason(1_000, 20, 20, 29, 0.1, 0)).isEmpty();
        assertThat(reason(1_000, 20, 20, 30, 0.899, 0))
                .isEqualTo("agreement: 0.899 with production over the latest frames, 0.900 is the least");
    }

    @Test
    void shouldFallBackWhenSlowerThanProductionAllows() {
        assertThat(reason(299, 31, 20, 0, Double.NaN, 0)).isEmpty();
        assertThat(reason(300, 31, 20, 0, Double.NaN, 0))
                .isEqualTo("latency: p99 31.0 ms, production's is 20.0 ms and 1.50 times that is the most");
        assertThat(reason(300, 31, 0, 0, Double.NaN, 0))
                .as("nothing to compare with")
                .isEmpty();
    }

    @Test
    void shouldFallBackAtTheFirstFaultTooMany() {
        assertThat(reason(1, 1, 1, 0, Double.NaN, 2)).isEqualTo("faults: 2 hangs and errors, 1 are borne");
    }

    @Test
    void shouldRefuseBoundsThatMeanNothing() {
        assertThatThrownBy(() -> new CanaryBounds(1.1, 1.5, 0)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new CanaryBounds(0.9, Double.NaN, 0)).hasMessageContaining("factor above 0");
        assertThatThrownBy(() -> new CanaryBounds(0.9, 1, -1)).hasMessageContaining("at least 0 faults");
    }
}
