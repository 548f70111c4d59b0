package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long START = Long.MAX_VALUE - 500;

    private final Backoff backoff = new Backoff(100, 1_000, START);

    @Test
    void shouldTryAtOnceFirst() {
        assertThat(backoff.isDue(START)).isTrue();
        assertThat(backoff.isDue(START - 1)).isFalse();
    }

    @Test
    void shouldDoubleThePauseUpToItsBound() {
        long nowNs = START;
        for (long pause : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            backoff.failed(nowNs, 0);
            assertThat(backoff.isDue(nowNs + pause - 1)).isFalse();
            nowNs += pause;
            assertThat(backoff.isDue(nowNs)).isTrue();
        }
    }

    @Test
    void shouldCutOffUpToAHalf() {
        backoff.failed(START, 1);

        assertThat(backoff.isDue(START + 49)).isFalse();
        assertThat(backoff.isDue(START + 50)).isTrue();
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        backoff.failed(START, 0);
        backoff.failed(START, 0);
        backoff.succeeded();
        backoff.failed(START, 0);

        assertThat(backoff.isDue(START + 100)).isTrue();
    }
}
