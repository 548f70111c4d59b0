package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static dev.saccade.control.Rig.PERIOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.vision.Freshness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlAgentTest {
    @Test
    void shouldSendTheSafeCommandAtEveryTickUntilItMaySteer() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5));
        rig.ticks(3);
        assertThat(rig.counters().reason()).isEqualTo(Reason.WARMING_UP);
        rig.see();
        rig.ticks(2);
        assertThat(rig.counters().reason()).isEqualTo(Reason.WARMING_UP);

        assertThat(rig.actuator.sent()).hasSize(5).allMatch(RecordingActuator.Sent::safe);
        assertThat(rig.counters().ticks(Mode.SAFE)).isEqualTo(5);
    }

    @Test
    void shouldNotSteerOnAPerceptionFromBeforeItWasSeenTwice() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).armed();
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().safe()).isTrue();
        rig.tick();
        assertThat(rig.actuator.last().safe()).as("no second result yet").isTrue();
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.NOMINAL);
        assertThat(rig.actuator.last().speed()).isEqualTo(0.5);
    }

    @Test
    void shouldDegradeThenGoSafeByAgeAndComeBackOnlyAfterFreshResults() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        List<Mode> modes = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            rig.tick();
            modes.add(rig.actuator.last().mode());
        }
        // The last result is 10 ms old at the first of these ticks; 60 ms at the sixth, 110 ms at the eleventh.
        assertThat(modes.subList(0, 5)).containsOnly(Mode.NOMINAL);
        assertThat(modes.subList(5, 10)).containsOnly(Mode.DEGRADED);
        assertThat(modes.get(10)).isEqualTo(Mode.SAFE);
        assertThat(rig.actuator.last().safe()).isTrue();
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.SAFE);
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.NOMINAL);

        assertThat(rig.eventTexts())
                .containsExactly(
                        "armed at tick 0: maxAge 50.000 ms, safe after 100.000 ms",
                        "mode SAFE -> NOMINAL at tick 1: fresh again",
                        "mode NOMINAL -> DEGRADED at tick 7: perception stale",
                        "mode DEGRADED -> SAFE at tick 12: perception lost",
                        "mode SAFE -> NOMINAL at tick 14: fresh again");
        assertThat(rig.counters().transitions()).isEqualTo(4);
    }

    @Test
    void shouldCommandWithoutPerceptionWhileDegraded() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.ticks(7);
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.DEGRADED);
        assertThat(rig.actuator.last().speed()).isEqualTo(0.2);
        assertThat(rig.actuator.last().safe()).isFalse();
    }

    @Test
    void shouldSendTheSafeCommandWhileDegradedWithoutALawForIt() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5), null, CommandLimits.none(), List.of(), 0).nominal();
        rig.ticks(7);
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.DEGRADED);
        assertThat(rig.actuator.last().safe()).isTrue();
    }

    @Test
    void shouldCountTheUpstreamDelayIntoEveryAge() {
        long[] age = {0};
        Rig rig = new Rig((seen, in, cmd) -> age[0] = seen.ageNs(), null, CommandLimits.none(), List.of(), 30 * MS)
                .nominal();
        rig.tick();
        assertThat(age[0]).isEqualTo(30 * MS + PERIOD);
        rig.ticks(2);
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.DEGRADED);
    }

    @Test
    void shouldTrustNoCaptureTimeFarInTheFuture() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.seeCapturedAt(rig.clock.nanoTime() + 51 * MS);
        rig.tick();
        assertThat(rig.counters().reason()).isEqualTo(Reason.CAPTURE_TIME);
        assertThat(rig.actuator.last().safe()).isTrue();
    }

    @Test
    void shouldRunALateTickOnceSkipTheMissedOnesAndKeepPhase() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        long dueNs = rig.agent.nextDueNs();
        rig.eventTexts();
        rig.clock.set(dueNs + 3 * PERIOD + 4 * MS);
        rig.agent.doWork(rig.clock.nanoTime());
        long ran = rig.counters().ticks();
        rig.agent.doWork(rig.clock.nanoTime());

        assertThat(rig.counters().ticks()).as("no burst").isEqualTo(ran);
        assertThat(rig.counters().skipped()).isEqualTo(3);
        assertThat(rig.counters().overruns()).isEqualTo(1);
        assertThat(rig.agent.nextDueNs()).as("phase").isEqualTo(dueNs + 4 * PERIOD);
        assertThat(rig.eventTexts()).contains("3 ticks skipped at tick 2: woke 34.000 ms late");
        assertThat(rig.agent.timings().rawLateness().max()).isGreaterThanOrEqualTo(34 * MS);
        assertThat(rig.agent.timings().lateness().count())
                .as("the prevented ticks that would have been a period late or more are put back")
                .isEqualTo(rig.agent.timings().rawLateness().count() + 2);
    }

    @Test
    void shouldZeroEveryAxisThatTheControllerLeavesAlone() {
        boolean[] turn = {true};
        Rig rig = new Rig((seen, in, cmd) -> {
                    if (turn[0]) {
                        cmd.yawRate(1);
                    }
                })
                .nominal();
        turn[0] = false;
        rig.tick();
        assertThat(rig.actuator.last().yawRate()).isZero();
    }

    @Test
    void shouldLimitRangeAndSlewAndStartFromStandstillAfterASafeCommand() {
        double[] wanted = {5};
        CommandLimits limits = CommandLimits.none().range("speed", -1, 1).slew("speed", 10);
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(wanted[0]), null, limits, List.of(), 0).nominal();
        assertThat(rig.actuator.last().speed()).isEqualTo(0.1);
        for (int i = 0; i < 20; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.actuator.last().speed()).isEqualTo(1);
        wanted[0] = -1;
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().speed()).isEqualTo(0.9);
        wanted[0] = Double.NaN;
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().safe()).isTrue();
        wanted[0] = 1;
        rig.see();
        rig.tick();
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().speed()).isEqualTo(0.1);
        assertThat(rig.counters().limitedCommands()).isGreaterThan(20);
    }

    @Test
    void shouldHandTheControllerItsTickAndSensors() {
        SensorPort odometry = SensorPort.named("odometry.speed");
        List<String> got = new ArrayList<>();
        Rig rig = new Rig(
                (seen, in, cmd) -> got.add(in.tick() + " " + in.dtNs() / MS + " " + in.freshness() + " " + in.mode()
                        + " " + in.ageNs() / MS + " "
                        + in.sensor("odometry.speed").value() + "@"
                        + in.sensor("odometry.speed").stampNs() / MS),
                null,
                CommandLimits.none(),
                List.of(odometry),
                0);
        odometry.set(1.25, 4 * MS);
        rig.nominal();
        odometry.set(1.5, 9 * MS);
        rig.tick();
        assertThat(got).containsExactly("1 10 FRESH NOMINAL 0 1.25@4", "2 10 FRESH NOMINAL 10 1.5@9");
    }

    @Test
    void shouldTellDidNotLookFromNothingSeen() {
        Freshness[] degradedFreshness = {null};
        Rig rig = new Rig(
                        (seen, in, cmd) -> cmd.speed(0.5),
                        (in, cmd) -> degradedFreshness[0] = in.freshness(),
                        CommandLimits.none(),
                        List.of(),
                        0)
                .nominal();
        rig.ticks(6);
        assertThat(degradedFreshness[0]).isEqualTo(Freshness.STALE);
        Rig blind = new Rig((seen, in, cmd) -> cmd.speed(0.5)).armed();
        blind.tick();
        assertThat(blind.counters().reason()).isEqualTo(Reason.NOT_SEEN_YET);
    }

    @Test
    void shouldFinishAfterTheLastPerceptionAndEndWithTheSafeCommand() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.see();
        rig.upstreamEnded = true;
        rig.tick();
        assertThat(rig.agent.isFinished()).isTrue();
        assertThat(rig.actuator.last().speed())
                .as("the last frame still steers")
                .isEqualTo(0.5);
        rig.agent.close();
        rig.agent.close();
        assertThat(rig.actuator.last().safe()).isTrue();
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.SAFE);
        assertThat(rig.actuator.sent().stream().filter(s -> s.tick() == 3)).hasSize(1);
        assertThat(rig.eventTexts()).last().isEqualTo("mode NOMINAL -> SAFE at tick 3: stopped");
    }

    @Test
    void shouldSayRecoveringWhileResultsAreFreshButTooFew() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).armed();
        rig.tick();
        rig.see();
        rig.ticks(7);
        rig.see();
        rig.tick();
        assertThat(rig.counters().mode()).isEqualTo(Mode.DEGRADED);
        assertThat(rig.eventTexts()).last().isEqualTo("mode SAFE -> DEGRADED at tick 8: recovering");
    }

    @Test
    void shouldNotTickAnyMoreOnceStopped() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.agent.stop();
        int before = rig.actuator.sent().size();
        rig.clock.advance(PERIOD);
        assertThat(rig.agent.doWork(rig.clock.nanoTime())).isZero();
        assertThat(rig.agent.isFinished()).isTrue();
        assertThat(rig.actuator.sent()).hasSize(before);
    }
}
