package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.actuator.NullActuator;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopPlanTest {
    private static LoopPlan plan(long deadlineMs, long maxAgeMs, long safeAfterMs, boolean lossless) {
        long deadlineNs = deadlineMs == 0 ? Long.MAX_VALUE : deadlineMs * MS;
        return new LoopPlan(
                5 * MS, deadlineNs, maxAgeMs * MS, safeAfterMs * MS, 3, 33 * MS, lossless, 0, 20 * MS, false, 0);
    }

    private static ControlLoop<DriveCommand> loop() {
        return ControlLoop.of(
                new ScriptedSource(0, 33 * MS, 10, false),
                new ScriptedPerceiver(frame -> 0.5, false),
                NullActuator.drive());
    }

    @Test
    void shouldAcceptASoundPlan() {
        assertThatCode(() -> plan(25, 120, 240, false).check()).doesNotThrowAnyException();
        assertThatCode(() -> plan(0, 0, 0, false).check()).doesNotThrowAnyException();
        assertThatCode(() -> plan(50, 60, 0, true).check())
                .as("a lossless source has no period to keep")
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseContradictionsWithBothNumbersAndTheRemedy() {
        assertThatThrownBy(() -> plan(33, 120, 0, false).check())
                .hasMessage("perception deadline of 33.0 ms leaves no margin in the frame period of 33.0 ms: "
                        + "lower the deadline below it, or lower the camera's rate");
        assertThatThrownBy(() -> plan(0, 30, 0, false).check())
                .hasMessage("maxAge of 30.0 ms is below the frame period of 33.0 ms plus one tick of 5.0 ms: "
                        + "every perception would be stale before the next; raise maxAge or the camera's rate");
        assertThatThrownBy(() -> plan(60, 50, 0, true).check())
                .hasMessageContaining("maxAge of 50.0 ms is not above the deadline of 60.0 ms");
        assertThatThrownBy(() -> plan(0, 120, 100, false).check())
                .hasMessageContaining("safeAfter of 100.0 ms is not above maxAge of 120.0 ms");
        assertThatThrownBy(() -> plan(0, 0, 100, false).rules(150 * MS))
                .hasMessageContaining("safeAfter of 100.0 ms is not above the derived maxAge of 150.0 ms");
    }

    @Test
    void shouldGoSafeAtTwiceTheMaximumAgeUnlessTold() {
        assertThat(plan(0, 0, 0, false).rules(100 * MS).safeAfterNs()).isEqualTo(200 * MS);
        assertThat(plan(0, 0, 130, false).rules(100 * MS).safeAfterNs()).isEqualTo(130 * MS);
    }

    @Test
    void shouldRefuseWrongSettingsAtOnce() {
        assertThatThrownBy(() -> loop().rateHz(0)).hasMessageContaining("rate of 0.0 Hz is outside 1.0 to 2000.0");
        assertThatThrownBy(() -> loop().rateHz(Double.NaN)).hasMessageContaining("rate of NaN Hz");
        assertThatThrownBy(() -> loop().maxAge(Duration.ZERO)).hasMessage("maxAge of 0 ms must be positive");
        assertThatThrownBy(() -> loop().recoverAfter(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> loop().frames(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> loop().prepare()).hasMessageContaining("no controller");
        assertThatThrownBy(() -> loop().decide((seen, in, cmd) -> cmd.speed(1))
                        .simulate(new ManualClock(0), frame -> 0, Duration.ofSeconds(1)))
                .hasMessageContaining("maxAge is not set");
        assertThatThrownBy(() -> loop().decide((seen, in, cmd) -> cmd.speed(1))
                        .maxAge(Duration.ofMillis(120))
                        .limits(CommandLimits.none().range("sped", 0, 1))
                        .simulate(new ManualClock(0), frame -> 0, Duration.ofSeconds(1)))
                .hasMessage("limits: this vehicle has no axis 'sped'; its axes: speed, yawRate");
        assertThatThrownBy(() -> CommandLimits.none().range("speed", 1, 0)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> CommandLimits.none().slew("speed", 0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() ->
                        new TickInput(java.util.List.of(SensorPort.named("odometry"), SensorPort.named("odometry"))))
                .hasMessageContaining("registered twice");
    }

    @Test
    void shouldDeriveTheLeastMaximumAge() {
        // A fast perceiver on a 33 ms camera: latency + frame period + tick.
        assertThat(MaxAgeRule.of(20 * MS, 33 * MS, 2 * MS, false, 5 * MS).leastNs())
                .isEqualTo((2 + 20 + 33 + 5) * MS);
        // A slow one takes a frame that waited up to a period, and is itself the interval.
        assertThat(MaxAgeRule.of(80 * MS, 33 * MS, 0, false, 5 * MS).leastNs()).isEqualTo((33 + 80 + 80 + 5) * MS);
        // A lossless source has the next frame ready a whole perception early.
        assertThat(MaxAgeRule.of(80 * MS, 33 * MS, 0, true, 5 * MS).leastNs()).isEqualTo((80 + 80 + 80 + 5) * MS);
    }

    @Test
    void shouldRefuseAnAgeBelowTheRuleWithEveryNumber() {
        MaxAgeRule rule = MaxAgeRule.of(20 * MS, 33 * MS, 0, false, 5 * MS);
        assertThatCode(() -> rule.require(58 * MS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> rule.require(57 * MS))
                .hasMessage("maxAge of 57.0 ms is below 58.0 ms = p99 capture-to-result latency 20.0"
                        + " + result interval 33.0 + tick 5.0: raise maxAge to that,"
                        + " or use a smaller model or a faster camera");
    }

    private static LoopPlan plan(long hangMs, boolean standby, long cameraMs) {
        return plan(hangMs, 20, standby, cameraMs);
    }

    private static LoopPlan plan(long hangMs, long leastMs, boolean standby, long cameraMs) {
        return new LoopPlan(
                5 * MS, 25 * MS, 120 * MS, 0, 3, 33 * MS, false, hangMs * MS, leastMs * MS, standby, cameraMs * MS);
    }

    @Test
    void shouldRefuseAHangTimeoutOrACameraBoundThatContradictsTheRest() {
        assertThatCode(() -> plan(60, true, 200).check()).doesNotThrowAnyException();
        assertThatThrownBy(() -> plan(60, false, 0).check())
                .hasMessage("hangTimeout of 60.0 ms is given, but nothing stands in for a hung engine: "
                        + "give a standby, or leave it out");
        assertThatThrownBy(() -> plan(25, true, 0).check())
                .hasMessage("hangTimeout of 25.0 ms is not above the deadline of 25.0 ms: "
                        + "every late result would count as a hang; raise hangTimeout");
        assertThatThrownBy(() -> plan(121, true, 0).check())
                .hasMessageContaining("hangTimeout of 121.0 ms is above maxAge of 120.0 ms")
                .hasMessageContaining("lower hangTimeout, or raise maxAge");
        assertThatThrownBy(() -> plan(0, false, 33).check())
                .hasMessage("cameraLostAfter of 33.0 ms is not above the frame period of 33.0 ms: "
                        + "the camera would be lost between two frames; raise it");
    }

    @Test
    void shouldDeriveTheHangTimeoutFromTheEnginesLatency() {
        assertThat(plan(0, true, 0).hangTimeoutNs(30 * MS, 120 * MS)).isEqualTo(90 * MS);
        assertThat(plan(0, true, 0).hangTimeoutNs(2 * MS, 120 * MS))
                .as("not below the deadline")
                .isEqualTo(25 * MS);
        assertThat(plan(0, true, 0).hangTimeoutNs(50 * MS, 120 * MS))
                .as("not above maxAge")
                .isEqualTo(120 * MS);
        assertThat(plan(0, true, 0).hangTimeoutNs(0, 120 * MS))
                .as("virtual time")
                .isEqualTo(120 * MS);
        assertThat(plan(60, true, 0).hangTimeoutNs(20 * MS, 120 * MS)).isEqualTo(60 * MS);
        assertThatThrownBy(() -> plan(60, true, 0).hangTimeoutNs(60 * MS, 120 * MS))
                .hasMessage("hangTimeout of 60.0 ms is not above the engine's p99 of 60.0 ms: "
                        + "a sound engine would count as hung; raise hangTimeout");
    }

    @Test
    void shouldLeaveAnEngineThatTheSchedulerHoldsUpMoreTime() {
        LoopPlan plan = plan(0, 100, true, 0);
        assertThat(plan.hangTimeoutNs(10 * MS, 120 * MS)).isEqualTo(100 * MS);
        assertThat(plan.hangTimeoutNs(35 * MS, 120 * MS)).isEqualTo(105 * MS);
        assertThat(plan.hangTimeoutNs(10 * MS, 90 * MS)).as("not above maxAge").isEqualTo(90 * MS);
        assertThat(plan(60, 100, true, 0).hangTimeoutNs(10 * MS, 120 * MS))
                .as("one that is set stands")
                .isEqualTo(60 * MS);
    }

    @Test
    void shouldRefuseToleranceThatCanNeverBe() {
        assertThatThrownBy(() -> Tolerances.standard().deadlineMisses(4, 3))
                .hasMessage("deadline misses: 4 of 3 can never be; allow 1 to 3 of 3");
        assertThatThrownBy(() -> Tolerances.standard().loopOverruns(0, 3)).hasMessageContaining("0 of 3");
        assertThatThrownBy(() -> Tolerances.standard().deadlineMisses(1, 65))
                .hasMessageContaining("look back on 1 to 64");
        assertThat(Tolerances.standard().cameraNs(20 * MS)).isEqualTo(250 * MS);
        assertThat(Tolerances.standard().cameraNs(100 * MS)).isEqualTo(500 * MS);
        assertThat(Tolerances.standard().cameraNs(0)).isEqualTo(1_000 * MS);
    }

    @Test
    void shouldRefuseAnAgeThatTheStandbyCouldNeverMeet() {
        MaxAgeRule rule = MaxAgeRule.of(80 * MS, 33 * MS, 0, false, 5 * MS);
        assertThatCode(() -> rule.requireOfStandby(198 * MS, "tiny")).doesNotThrowAnyException();
        assertThatThrownBy(() -> rule.requireOfStandby(197 * MS, "tiny"))
                .hasMessage("maxAge of 197.0 ms could never be met by the standby tiny, which needs 198.0 ms ="
                        + " p99 capture-to-result latency 113.0 + result interval 80.0 + tick 5.0:"
                        + " raise maxAge to that, or name a smaller fallback");
    }
}
