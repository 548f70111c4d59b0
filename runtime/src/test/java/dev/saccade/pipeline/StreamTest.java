package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Camera and perception agents together, in virtual and in real time. */
class StreamTest {
    private static final long MS = 1_000_000;

    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);
    private final ScriptedPerceiver perceiver = new ScriptedPerceiver(frame -> frame == 3 ? -1 : 0.5, true);
    private final LatestValue<Perception> output = new LatestValue<>(perceiver::newPerception);

    @AfterEach
    void free() {
        ring.close();
    }

    @Test
    void shouldTakeTheNewestFrameAndDropTheOnesBetweenWhenTheEngineIsSlow() {
        ManualClock clock = new ManualClock(0);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, 10 * MS, 20, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent perception = perception(camera, clock, frame -> 35 * MS, List.of());

        new VirtualTimeStepper(clock, List.of(camera, perception)).runUntil(1_000 * MS);

        // Leased at 0, 35, 70 ...: the newest frame at those instants. Frame 3 makes the engine fail at once.
        assertThat(perceiver.seen()).containsExactly(0L, 3L, 4L, 7L, 11L, 14L, 18L, 19L);
        assertThat(perception.processed()).isEqualTo(7);
        assertThat(perception.faults()).isEqualTo(1);
        assertThat(ring.captured()).isEqualTo(20);
        assertThat(ring.unread()).isEqualTo(12);
        assertThat(perception.isFinished()).isTrue();
    }

    @Test
    void shouldCountResultsPastTheirDeadlineAndAge() {
        ManualClock clock = new ManualClock(0);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, 100 * MS, 10, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent perception = perception(camera, clock, frame -> frame % 2 == 0 ? 20 * MS : 40 * MS, List.of());
        perception.bounds(30 * MS, 40 * MS - 1);

        new VirtualTimeStepper(clock, List.of(camera, perception)).runUntil(2_000 * MS);

        assertThat(perception.missed()).isEqualTo(4);
        assertThat(perception.stale()).isEqualTo(4);
        assertThat(perception.timings().total().count()).isEqualTo(9);
    }

    @Test
    void shouldTellThePerceiverHowLongItMayWait() {
        ManualClock clock = new ManualClock(0);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, 10 * MS, 1, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent perception = perception(camera, clock, frame -> 5 * MS, List.of());

        perception.hangTimeout(80 * MS);
        assertThat(List.of(perceiver.deadlineNs(), perceiver.hangTimeoutNs())).containsExactly(Long.MAX_VALUE, 80 * MS);
        perception.bounds(30 * MS, 40 * MS);
        assertThat(List.of(perceiver.deadlineNs(), perceiver.hangTimeoutNs())).containsExactly(30 * MS, 80 * MS);
        perception.close();
    }

    @Test
    void shouldProcessEveryFrameOfALosslessSourceInRealTime() throws InterruptedException {
        ScriptedSource source = new ScriptedSource(Long.MIN_VALUE / 2, 0, 500, true);
        CameraAgent camera = new CameraAgent(source, ring, Long.MAX_VALUE, 1);
        PerceptionTap tap = new PerceptionTap(perceiver, 2, false, true);
        PerceptionAgent perception = perception(camera, MonotonicClock.SYSTEM, null, List.of(tap));
        AgentThread.Idle park = AgentThread.Idle.PARK;
        try (AgentThread cameraThread =
                        new AgentThread(camera, MonotonicClock.SYSTEM, park, ring.leased(), ThreadPolicy.ORDINARY);
                AgentThread perceptionThread = new AgentThread(
                        perception, MonotonicClock.SYSTEM, park, ring.published(), ThreadPolicy.ORDINARY)) {
            perceptionThread.start();
            cameraThread.start();
            long[] tapped = {0};
            while (perceptionThread.isAlive() || tap.poll((p, f) -> tapped[0]++)) {
                tap.poll((p, f) -> tapped[0]++);
            }
            cameraThread.join(0);

            assertThat(perceptionThread.failure()).isNull();
            assertThat(perceiver.seen().stream().mapToLong(Long::longValue).distinct())
                    .containsExactlyElementsOf(LongStream.range(0, 500).boxed().toList());
            assertThat(tapped[0]).isEqualTo(499);
            assertThat(tap.dropped()).isZero();
            assertThat(ring.unread()).isZero();
            assertThat(source.isClosed()).isTrue();
        } finally {
            tap.close();
        }
    }

    private PerceptionAgent perception(
            CameraAgent camera, MonotonicClock clock, LatencyModel latency, List<PerceptionTap> taps) {
        return new PerceptionAgent(
                ring, PerceptionSettings.of(perceiver, latency, 1), clock, output, taps, camera::isFinished);
    }
}
