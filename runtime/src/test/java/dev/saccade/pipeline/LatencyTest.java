package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyTest {
    @Test
    void shouldPutBackTheSamplesThatAStallPrevented() {
        Latency latency = new Latency();
        for (int i = 0; i < 99; i++) {
            latency.record(1_000);
        }
        latency.record(1_000_000);

        assertThat(latency.percentile(95)).isLessThan(1_100);
        assertThat(latency.corrected(10_000).percentile(95)).isGreaterThan(800_000);
    }

    @Test
    void shouldClampWhatIsOutOfRange() {
        Latency latency = new Latency();
        latency.record(-5);
        latency.record(Long.MAX_VALUE);

        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.max()).isGreaterThanOrEqualTo(100_000_000_000L);
    }

    @Test
    void shouldBeZeroWhenEmpty() {
        assertThat(new Latency().percentile(99)).isZero();
        assertThat(new Latency().max()).isZero();
    }
}
