package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestValueTest {
    private static final int ROUNDS = 2_000_000;

    @Test
    void shouldGiveNothingBeforeTheFirstPublication() {
        LatestValue<long[]> value = new LatestValue<>(() -> new long[1]);

        assertThat(value.poll()).isFalse();
        assertThat(value.latest()).isNull();
    }

    @Test
    void shouldKeepTheLatestWhenSeveralWerePublished() {
        LatestValue<long[]> value = new LatestValue<>(() -> new long[1]);
        for (long i = 1; i <= 5; i++) {
            value.writable()[0] = i;
            value.publish();
        }

        assertThat(value.poll()).isTrue();
        assertThat(value.latest()[0]).isEqualTo(5);
        assertThat(value.poll()).isFalse();
        assertThat(value.latest()[0]).isEqualTo(5);
    }

    @Test
    void shouldNotOverwriteTheCopyThatTheReaderHolds() {
        LatestValue<long[]> value = new LatestValue<>(() -> new long[1]);
        value.writable()[0] = 1;
        value.publish();
        value.poll();
        long[] held = value.latest();
        for (long i = 2; i <= 9; i++) {
            value.writable()[0] = i;
            value.publish();
        }

        assertThat(held[0]).isEqualTo(1);
    }

    @Test
    void shouldNeverTearOrGoBackBetweenThreads() throws InterruptedException {
        LatestValue<long[]> value = new LatestValue<>(() -> new long[8]);
        Thread writer = new Thread(() -> {
            for (long i = 1; i <= ROUNDS; i++) {
                long[] copy = value.writable();
                for (int k = 0; k < copy.length; k++) {
                    copy[k] = i;
                }
                value.publish();
            }
        });
        writer.start();
        long last = 0;
        while (last < ROUNDS) {
            if (value.poll()) {
                long[] copy = value.latest();
                for (long element : copy) {
                    assertThat(element).isEqualTo(copy[0]);
                }
                assertThat(copy[0]).isGreaterThan(last);
                last = copy[0];
            }
        }
        writer.join();
    }
}
