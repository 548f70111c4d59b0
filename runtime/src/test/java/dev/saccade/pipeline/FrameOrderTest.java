package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.StampClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Late frames, frames out of order and counters that begin anew are told apart, and the newest frame stays newest. */
class FrameOrderTest {
    private static final long MS = 1_000_000;
    private static final long PERIOD_MS = 10;

    /** What the camera gives at each period: its number, and the age of the frame. */
    private record Given(long number, long ageMs) {}

    private record Seen(List<Long> sequences, long late, long resets) {}

    private static Seen run(Given... frames) {
        int[] next = {0};
        ScriptedSource source = new ScriptedSource(0, PERIOD_MS * MS, frames.length, false) {
            @Override
            public int capture(FrameSlot slot, long nowNs) {
                int status = super.capture(slot, nowNs);
                Given given = frames[next[0]++];
                slot.describe(given.number(), nowNs - given.ageMs() * MS, StampClass.KERNEL);
                return status;
            }
        };
        List<Long> sequences = new ArrayList<>();
        try (FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE)) {
            CameraAgent camera = new CameraAgent(source, ring, Long.MAX_VALUE, 1);
            for (int i = 0; i < frames.length; i++) {
                camera.doWork(1000 * MS + i * PERIOD_MS * MS);
                Frame frame = ring.leaseNewest(sequences.isEmpty() ? -1 : sequences.get(sequences.size() - 1));
                if (frame != null) {
                    sequences.add(frame.sequence());
                    frame.release();
                }
            }
            assertThat(camera.captured()).isEqualTo(frames.length);
            camera.close();
            return new Seen(sequences, camera.late(), camera.resets());
        }
    }

    private static Given at(long number, long ageMs) {
        return new Given(number, ageMs);
    }

    @Test
    void shouldCountAFrameAsLateFromTwoPeriodsOn() {
        assertThat(run(at(0, 20), at(1, 21), at(2, 1))).isEqualTo(new Seen(List.of(0L, 1L, 2L), 1, 0));
    }

    @Test
    void shouldNeverPutAnOlderFrameInTheNewestsPlace() {
        assertThat(run(at(0, 1), at(2, 1), at(1, 15), at(3, 1))).isEqualTo(new Seen(List.of(0L, 2L, 3L), 1, 0));
    }

    @Test
    void shouldNumberOnWhenTheCameraCountsAnew() {
        assertThat(run(at(7, 1), at(8, 1), at(0, 1), at(1, 1), at(5, 1), at(0, 1)))
                .isEqualTo(new Seen(List.of(7L, 8L, 9L, 10L, 14L, 15L), 0, 2));
    }

    /** After the clock went back frames are old for good, and told so by their age; the reset is counted once. */
    @Test
    void shouldCountAClockThatGoesBack() {
        assertThat(run(at(0, 1), at(1, 500), at(2, 500), at(3, 500)))
                .isEqualTo(new Seen(List.of(0L, 1L, 2L, 3L), 3, 1));
    }
}
