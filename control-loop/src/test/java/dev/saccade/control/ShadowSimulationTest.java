package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.example.SlowForPeople;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.shadow.Shadow;
import dev.saccade.shadow.ShadowRecord;
import dev.saccade.shadow.ShadowSettings;
import dev.saccade.shadow.Skip;
import dev.saccade.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shadow beside the whole loop: no command knows of it. */
@Timeout(60)
class ShadowSimulationTest {
    private static final int FRAMES = 300;
    private static final ShadowSettings SETTINGS = new ShadowSettings(5, 5, 3 * MS, 100 * MS);

    private static final LatencyModel LATENCY = frame -> {
        long draw = new SplittableRandom(1_000_003 + frame).nextLong(100);
        return draw < 97 ? 15 * MS + draw * 100_000 : draw * 3 * MS;
    };

    private static List<RecordingActuator.Sent> run(Shadow shadow) {
        RecordingActuator actuator = new RecordingActuator();
        ControlLoop<DriveCommand> loop = ControlLoop.of(
                        new ScriptedSource(1_000 * MS, 33 * MS, FRAMES, false),
                        new ScriptedPerceiver(frame -> frame / (double) FRAMES, false),
                        actuator)
                .rateHz(200)
                .maxAge(Duration.ofMillis(100))
                .decide(new SlowForPeople(1, 0.2, 0.8))
                .degraded((in, cmd) -> cmd.speed(0.1))
                .limits(CommandLimits.none().slew("speed", 2));
        if (shadow != null) {
            loop.shadow(shadow);
        }
        try (LoopParts<DriveCommand> parts =
                loop.simulate(new ManualClock(1_000 * MS), LATENCY, Duration.ofSeconds(60))) {
            assertThat(parts.control().counters().controllerFaults()).isZero();
            assertThat(parts.ring().exhausted()).isZero();
        }
        return actuator.sent();
    }

    /** It sees the opposite, fails now and then, and hangs at last. */
    @Test
    void shouldChangeNoCommandWhateverTheCandidateSees() {
        ScriptedPerceiver candidate =
                new ScriptedPerceiver(frame -> frame % 50 == 0 ? -1 : 1 - frame / (double) FRAMES, true);
        Shadow shadow = new Shadow(candidate, (a, b) -> 0, SETTINGS)
                .virtualLatency(frame -> frame < 250 ? 3 * MS : 10_000 * MS);

        assertThat(run(shadow)).isEqualTo(run(null));

        ShadowRecord record = shadow.record();
        assertThat(record.compared()).isGreaterThan(50);
        assertThat(record.agreementMean()).isZero();
        assertThat(record.skipped(Skip.NOT_NOMINAL)).isPositive();
        assertThat(record.stopped()).startsWith("the candidate hangs");
    }

    /** On threads: production goes on beside a candidate that never returns, and the run ends. */
    @Test
    void shouldGoOnBesideACandidateThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        ScriptedPerceiver candidate = new ScriptedPerceiver(
                frame -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return 0.5;
                },
                false);
        Shadow shadow = new Shadow(candidate, (a, b) -> 1, new ShadowSettings(5, 1_000, MS, 20 * MS));
        RecordingActuator actuator = new RecordingActuator();
        ScriptedPerceiver serving = new ScriptedPerceiver(frame -> 0.5, false);
        ControlLoop<DriveCommand> loop = ControlLoop.of(
                        new ScriptedSource(System.nanoTime(), 10 * MS, Long.MAX_VALUE, false), serving, actuator)
                .maxAge(Duration.ofSeconds(20))
                .decide((seen, in, cmd) -> cmd.speed(0.5))
                .shadow(shadow);
        try (ControlRun<DriveCommand> run = loop.prepare()) {
            Thread ender = new Thread(() -> {
                long framesThen = Long.MAX_VALUE;
                while (run.parts().perception().processed() < framesThen) {
                    boolean isStopped = !shadow.record().stopped().isEmpty();
                    framesThen = isStopped && framesThen == Long.MAX_VALUE
                            ? run.parts().perception().processed() + 20
                            : framesThen;
                    pause();
                }
                run.stop();
            });
            ender.start();
            assertThat(run.run().isSound()).isTrue();
            assertThat(shadow.record().stopped()).isEqualTo("the candidate hangs: no answer within 20 ms");
            assertThat(run.parts().ring().exhausted()).isZero();
        } finally {
            never.countDown();
        }
        assertThat(actuator.last().safe()).isTrue();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
