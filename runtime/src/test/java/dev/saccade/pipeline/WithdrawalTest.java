package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An engine that is taken out of service although nothing is wrong with it: a canary that falls back. */
class WithdrawalTest {
    private static final long MS = 1_000_000;
    private static final long FRAME = 10 * MS;

    private final FrameRing ring = new FrameRing(5, HostFrameMemory.INSTANCE);
    private final ManualClock clock = new ManualClock(0);
    private final ScriptedPerceiver engine = new ScriptedPerceiver(frame -> 0.5, true);
    private final ScriptedPerceiver standby = new ScriptedPerceiver(frame -> 0.25, true);

    /** @param atNs in the middle of a frame's look, or between two */
    private PerceptionAgent run(long atNs) {
        LatestValue<Perception> output = new LatestValue<>(engine::newPerception);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, FRAME, 500, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent agent = new PerceptionAgent(
                ring,
                new PerceptionSettings(engine, standby, frame -> 5 * MS, 1, 3, 10),
                clock,
                output,
                List.of(),
                camera::isFinished);
        agent.hangTimeout(50 * MS);
        agent.bounds(20 * MS, 50 * MS);
        VirtualTimeStepper stepper = new VirtualTimeStepper(clock, List.of(camera, agent));
        stepper.runUntil(atNs);
        agent.withdraw("the canary falls back");
        stepper.runUntil(520 * FRAME);
        agent.close();
        assertThat(ring.exhausted()).isZero();
        ring.close();
        return agent;
    }

    private void assertServedByTheStandby(PerceptionAgent agent) {
        FailoverRecord record = agent.failover();
        assertThat(record.failovers()).isEqualTo(1);
        assertThat(record.cause()).isEqualTo("the canary falls back");
        assertThat(record.isOnStandby())
                .as("for good: 4 s are longer than any back-off of a first failure")
                .isTrue();
        assertThat(record.readmissions()).isZero();
        assertThat(engine.seen()).allMatch(frame -> frame <= 100);
        assertThat(standby.seen()).contains(101L, 499L);
    }

    @Test
    void shouldServeByTheStandbyFromTheNextFrameOn() {
        PerceptionAgent agent = run(100 * FRAME + 8 * MS);
        assertServedByTheStandby(agent);
        assertThat(agent.processed()).isEqualTo(500);
    }

    @Test
    void shouldHandOverTheFrameThatTheEngineLooksAt() {
        PerceptionAgent agent = run(100 * FRAME + 2 * MS);
        assertServedByTheStandby(agent);
        assertThat(standby.seen()).contains(100L);
        assertThat(agent.processed()).isEqualTo(500);
    }
}
