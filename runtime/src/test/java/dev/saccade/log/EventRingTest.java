package dev.saccade.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRingTest {
    @Test
    void shouldHandEventsOverInOrderWithEveryWord() {
        EventRing ring = new EventRing(4);
        ring.offer(7, 11, 1, 2, 3, 4);
        ring.offer(8, 12, -1, -2, -3, Long.MIN_VALUE);
        List<String> seen = new ArrayList<>();

        int drained =
                ring.drain((type, t, a, b, c, d) -> seen.add(type + "@" + t + ":" + a + "," + b + "," + c + "," + d));

        assertThat(drained).isEqualTo(2);
        assertThat(seen).containsExactly("7@11:1,2,3,4", "8@12:-1,-2,-3," + Long.MIN_VALUE);
        assertThat(ring.drain((type, t, a, b, c, d) -> seen.add("again"))).isZero();
    }

    @Test
    void shouldDropAndCountWhenFullAndKeepTheOldest() {
        EventRing ring = new EventRing(3);
        assertThat(ring.capacity()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(i, i, 0, 0, 0, 0)).isEqualTo(EventRing.OFFERED);
        }
        assertThat(ring.offer(4, 4, 0, 0, 0, 0)).isEqualTo(EventRing.DROPPED);
        assertThat(ring.dropped()).isEqualTo(1);

        List<Integer> types = new ArrayList<>();
        ring.drain((type, t, a, b, c, d) -> types.add(type));
        assertThat(types).containsExactly(0, 1, 2, 3);
        assertThat(ring.offer(5, 5, 0, 0, 0, 0)).isEqualTo(EventRing.OFFERED);
    }

    @Test
    void shouldLoseOnlyTheEventAtWhichTheReaderThrew() {
        EventRing ring = new EventRing(4);
        ring.offer(1, 0, 0, 0, 0, 0);
        ring.offer(2, 0, 0, 0, 0, 0);
        assertThatThrownBy(() -> ring.drain((type, t, a, b, c, d) -> {
                    throw new IllegalStateException("reader");
                }))
                .hasMessage("reader");
        List<Integer> types = new ArrayList<>();
        ring.drain((type, t, a, b, c, d) -> types.add(type));
        assertThat(types).containsExactly(2);
    }

    @Test
    void shouldNeitherTearNorReorderBetweenThreads() throws InterruptedException {
        EventRing ring = new EventRing(64);
        int events = 200_000;
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= events; i++) {
                while (ring.offer(i, i, i, i, i, i) == EventRing.DROPPED) {
                    Thread.onSpinWait();
                }
            }
        });
        writer.start();
        long[] last = {0};
        boolean[] torn = {false};
        while (last[0] < events) {
            ring.drain((type, t, a, b, c, d) -> {
                torn[0] |= type != last[0] + 1 || t != type || a != type || b != type || c != type || d != type;
                last[0] = type;
            });
        }
        writer.join();
        assertThat(torn[0]).isFalse();
    }

    @Test
    void shouldRefuseAnImpossibleCapacity() {
        assertThatThrownBy(() -> new EventRing(1)).hasMessageContaining("1 events; use 2 to");
    }

    @Test
    void shouldDrainAtItsIntervalAndOnClose() {
        EventRing ring = new EventRing(8);
        List<Integer> types = new ArrayList<>();
        EventAgent agent = new EventAgent("log", ring, 100, (type, t, a, b, c, d) -> types.add(type));
        ring.offer(1, 0, 0, 0, 0, 0);
        assertThat(agent.doWork(1000)).isEqualTo(1);
        ring.offer(2, 0, 0, 0, 0, 0);
        assertThat(agent.doWork(1099)).isZero();
        assertThat(agent.nextDueNs()).isEqualTo(1100);
        assertThat(agent.doWork(1100)).isEqualTo(1);
        ring.offer(3, 0, 0, 0, 0, 0);
        agent.stop();
        assertThat(agent.isFinished()).isTrue();
        agent.close();
        assertThat(types).containsExactly(1, 2, 3);
    }
}
