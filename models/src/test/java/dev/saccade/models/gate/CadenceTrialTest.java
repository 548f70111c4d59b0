package dev.saccade.models.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.time.ManualClock;
import org.junit.jupiter.api.Test;

/** Latency from the moment when a run was due, on a clock that the test moves. */
class CadenceTrialTest {
    private static final long PERIOD = 10;

    private final ManualClock clock = new ManualClock(1000);
    private final CadenceTrial trial = new CadenceTrial(clock, clock::set);

    @Test
    void shouldMeasureARunThatKeepsUp() {
        CadenceLatency latency = trial.run(100, PERIOD, 3, i -> took(i == 7 ? 4 : 3));

        assertThat(latency.p50Ns()).isEqualTo(3);
        assertThat(latency.p99Ns()).isEqualTo(3);
        assertThat(latency.maxNs()).isEqualTo(4);
        assertThat(latency.missed()).isEqualTo(0.01);
        assertThat(clock.nanoTime()).isEqualTo(1000 + 100 * PERIOD + 3);
    }

    @Test
    void shouldChargeAStallToTheRunsThatItHeldUp() {
        // 25 in place of 1: the two runs behind it begin 15 and 6 late.
        CadenceLatency latency = trial.run(4, PERIOD, 5, i -> took(i == 0 ? 25 : 1));

        assertThat(latency.maxNs()).isEqualTo(25);
        assertThat(latency.p50Ns()).isEqualTo(7);
        assertThat(latency.missed()).isEqualTo(0.75);
    }

    @Test
    void shouldCountARunWithoutAResultAsMissed() {
        assertThat(trial.run(4, PERIOD, Long.MAX_VALUE, i -> took(1) && i != 2).missed())
                .isEqualTo(0.25);
    }

    @Test
    void shouldEndWhenTheEngineFallsBehindForLong() {
        CadenceLatency latency = trial.run(100, PERIOD, Long.MAX_VALUE, i -> took(1_000_000_000L));

        assertThat(latency.runs()).isEqualTo(20);
    }

    private boolean took(long ns) {
        clock.advance(ns);
        return true;
    }
}
