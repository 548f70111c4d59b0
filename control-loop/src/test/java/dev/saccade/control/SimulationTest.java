package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.example.SlowForPeople;
import dev.saccade.control.mode.Mode;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The whole loop in virtual time. */
class SimulationTest {
    private static final int FRAMES = 300;

    private static LatencyModel latency(long seed) {
        return frame -> {
            long draw = new SplittableRandom(seed * 1_000_003 + frame).nextLong(100);
            // Mostly 20 to 30 ms; now and then a hang that makes the newest perception stale or lost.
            return draw < 97 ? 20 * MS + draw * 100_000 : draw * 3 * MS;
        };
    }

    private static List<RecordingActuator.Sent> run(ControlLaw<DriveCommand> law, long seed) {
        RecordingActuator actuator = new RecordingActuator();
        ManualClock clock = new ManualClock(1_000 * MS);
        try (LoopParts<DriveCommand> parts = ControlLoop.of(
                        new ScriptedSource(1_000 * MS, 33 * MS, FRAMES, false),
                        new ScriptedPerceiver(frame -> frame / (double) FRAMES, false),
                        actuator)
                .rateHz(200)
                .maxAge(Duration.ofMillis(100))
                .decide(law)
                .degraded((in, cmd) -> cmd.speed(0.1))
                .limits(CommandLimits.none().slew("speed", 2))
                .simulate(clock, latency(seed), Duration.ofSeconds(60))) {
            assertThat(parts.control().counters().controllerFaults()).isZero();
            assertThat(parts.control().counters().skipped()).isZero();
        }
        return actuator.sent();
    }

    @Test
    void shouldSlowForAGrowingPersonAndEndSafeWithTheSource() {
        List<RecordingActuator.Sent> sent = run(new SlowForPeople(1, 0.2, 0.8), 1);
        assertThat(sent).extracting(RecordingActuator.Sent::mode).contains(Mode.NOMINAL, Mode.DEGRADED, Mode.SAFE);
        List<RecordingActuator.Sent> nominal =
                sent.stream().filter(s -> s.mode() == Mode.NOMINAL).toList();
        assertThat(nominal).first().matches(s -> s.speed() > 0);
        assertThat(nominal.stream().mapToDouble(RecordingActuator.Sent::speed).max())
                .hasValue(1.0);
        assertThat(nominal).last().matches(s -> s.speed() == 0);
        RecordingActuator.Sent last = sent.get(sent.size() - 1);
        assertThat(last.safe()).isTrue();
        assertThat(last.timeNs()).isLessThan((1_000 + 33 * FRAMES + 400) * MS);
    }

    @Test
    void shouldNeverSteerFromAStalePerception() {
        long[] oldest = {0};
        run(
                (seen, in, cmd) -> {
                    oldest[0] = Math.max(oldest[0], seen.ageNs());
                    cmd.speed(1);
                },
                2);
        assertThat(oldest[0]).isBetween(33 * MS, 100 * MS);
    }

    @Test
    void shouldRepeatEveryCommandForTheSameInputs() {
        assertThat(run(new SlowForPeople(1, 0.2, 0.8), 3)).isEqualTo(run(new SlowForPeople(1, 0.2, 0.8), 3));
    }

    @Test
    void shouldCommandDifferentlyWithOneGainOrOneLatencyChanged() {
        List<RecordingActuator.Sent> sent = run(new SlowForPeople(1, 0.2, 0.8), 3);
        assertThat(run(new SlowForPeople(1, 0.2, 0.79), 3)).isNotEqualTo(sent);
        assertThat(run(new SlowForPeople(1, 0.2, 0.8), 4)).isNotEqualTo(sent);
    }
}
