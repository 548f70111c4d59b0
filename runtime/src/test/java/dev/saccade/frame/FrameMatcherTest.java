package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameMatcherTest {
    private static final long MS = 1_000_000;
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.GRAY8, 8, 2);

    private final FrameRing left = new FrameRing(FrameMatcher.SLOTS, HostFrameMemory.INSTANCE);
    private final FrameRing right = new FrameRing(FrameMatcher.SLOTS, HostFrameMemory.INSTANCE);
    private final FrameMatcher matcher = new FrameMatcher(List.of(left, right), 5 * MS);
    private final long[] next = new long[2];

    @AfterEach
    void close() {
        matcher.close();
        left.close();
        right.close();
    }

    private void capture(int camera, double atMs) {
        FrameRing ring = camera == 0 ? left : right;
        FrameSlot slot = ring.acquire();
        slot.prepare(FORMAT);
        slot.describe(next[camera]++, Math.round(atMs * MS), StampClass.KERNEL);
        ring.publish(slot);
    }

    private double[] times() {
        return new double[] {
            matcher.frame(0).captureNs() / (double) MS, matcher.frame(1).captureNs() / (double) MS
        };
    }

    @Test
    void shouldJoinFramesOfOneTimeWhicheverComesFirst() {
        assertThat(matcher.poll()).isFalse();
        capture(0, 100);
        assertThat(matcher.poll()).isFalse();
        capture(1, 103);
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(100, 103);
        assertThat(matcher.skewNs()).isEqualTo(3 * MS);
        assertThat(matcher.captureNs()).isEqualTo(100 * MS);
        assertThat(matcher.poll()).isFalse();
        capture(1, 131);
        capture(0, 133);
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(133, 131);
        assertThat(matcher.captureNs()).isEqualTo(131 * MS);
        assertThat(matcher.matched()).isEqualTo(2);
        assertThat(matcher.unmatched(0) + matcher.unmatched(1)).isZero();
    }

    @Test
    void shouldHoldTheToleranceToTheNanosecond() {
        capture(0, 100);
        capture(1, 105.000001);
        assertThat(matcher.poll()).isFalse();
        assertThat(matcher.unmatched(0)).isEqualTo(1);
        capture(0, 110.000001);
        assertThat(matcher.poll()).isTrue();
        assertThat(matcher.skewNs()).isEqualTo(5 * MS);
    }

    @Test
    void shouldCountFramesWithoutCompanions() {
        for (int i = 0; i < 6; i++) {
            capture(0, 100 + 33 * i);
            matcher.poll();
        }
        // Four wait for companions; those before have been given up.
        assertThat(matcher.unmatched(0)).isEqualTo(2);
        capture(1, 265);
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(265, 265);
        assertThat(matcher.unmatched(0)).isEqualTo(5);
        assertThat(matcher.unmatched(1)).isZero();
    }

    @Test
    void shouldPreferTheNearerOfTwoFrames() {
        capture(0, 96);
        matcher.poll();
        capture(0, 100);
        matcher.poll();
        capture(1, 101);
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(100, 101);
        assertThat(matcher.unmatched(0)).isEqualTo(1);
    }

    @Test
    void shouldGiveTheNewestSetAndCountThoseBefore() {
        capture(0, 100);
        matcher.poll();
        capture(0, 133);
        matcher.poll();
        capture(1, 100);
        // The second frame of the right camera comes before anyone polls: the ring keeps the newest alone.
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(100, 100);
        capture(1, 133);
        assertThat(matcher.poll()).isTrue();
        assertThat(times()).containsExactly(133, 133);
        assertThat(matcher.skipped()).isZero();
    }

    /** Whatever the cameras do, a set lies within the tolerance, times never go back, and no slot is lost. */
    @Test
    void shouldNeverLoseASlotNorMixTimes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        double[] now = {0, 0};
        long before = Long.MIN_VALUE;
        for (int i = 0; i < 20_000; i++) {
            int camera = random.nextInt(2);
            now[camera] = Math.max(now[0], now[1]) - random.nextInt(12) + random.nextInt(40);
            now[camera] = Math.max(now[camera], i / 10.0);
            capture(camera, now[camera]);
            if (random.nextInt(3) > 0 && matcher.poll()) {
                assertThat(matcher.skewNs()).as("seed %d", seed).isBetween(0L, 5 * MS);
                assertThat(matcher.frame(0).sequence()).as("seed %d", seed).isGreaterThan(before);
                before = matcher.frame(0).sequence();
            }
        }
        assertThat(matcher.matched()).as("seed %d", seed).isGreaterThan(100);
        assertThat(left.exhausted() + right.exhausted()).as("seed %d", seed).isZero();
    }

    @Test
    void shouldRefuseOneCamera() {
        assertThatThrownBy(() -> new FrameMatcher(List.of(left), 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
