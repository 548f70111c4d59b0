package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloseGuardTest {
    @Test
    void shouldLetTheCloserFreeWhenNobodyIsInside() {
        CloseGuard guard = new CloseGuard();
        assertThat(guard.enter()).isTrue();
        assertThat(guard.leave()).isFalse();
        assertThat(guard.close()).isTrue();
        assertThat(guard.close()).isFalse();
        assertThat(guard.enter()).isFalse();
    }

    @Test
    void shouldLetTheUserFreeWhenClosedInBetween() {
        CloseGuard guard = new CloseGuard();
        assertThat(guard.enter()).isTrue();
        assertThat(guard.isClosing()).isFalse();
        assertThat(guard.close()).isFalse();
        assertThat(guard.isClosing()).isTrue();
        assertThat(guard.close()).isFalse();
        assertThat(guard.leave()).isTrue();
        assertThat(guard.enter()).isFalse();
        assertThat(guard.close()).isFalse();
    }

    @Test
    void shouldFreeExactlyOnceWhenRaced() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            CloseGuard guard = new CloseGuard();
            AtomicInteger freed = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(2);
            Thread user = new Thread(() -> {
                awaitQuietly(start);
                while (guard.enter()) {
                    if (guard.leave()) {
                        freed.incrementAndGet();
                    }
                }
            });
            user.start();
            start.await();
            if (guard.close()) {
                freed.incrementAndGet();
            }
            user.join();
            assertThat(freed.get()).isEqualTo(1);
        }
    }

    private static void awaitQuietly(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
