package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.frame.FrameSource;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on its threads, with an engine, an operator or an actuator that gets in its way. */
@Timeout(60)
class ControlRunFaultTest {
    private static final long PERIOD = 10 * MS;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final RecordingActuator actuator = new RecordingActuator();
    private final ScriptedPerceiver perceiver = new ScriptedPerceiver(frame -> 0.5, false);

    private ControlLoop<DriveCommand> loop(FrameSource source) {
        return ControlLoop.of(source, perceiver, actuator)
                .rateHz(200)
                .maxAge(LONG)
                .decide((seen, in, cmd) -> cmd.speed(seen.largest("person").heightShare()));
    }

    private static ScriptedSource endless() {
        return new ScriptedSource(System.nanoTime(), PERIOD, Long.MAX_VALUE, false);
    }

    @Test
    void shouldRefuseAMaximumAgeThatTheStandbyCouldNeverMeet() {
        ScriptedPerceiver slow = new ScriptedPerceiver(
                frame -> {
                    long untilNs = System.nanoTime() + 60 * MS;
                    while (System.nanoTime() - untilNs < 0) {
                        Thread.onSpinWait();
                    }
                    return 0.5;
                },
                false);
        ControlLoop<DriveCommand> loop = loop(endless()).standby(slow).maxAge(Duration.ofMillis(110));
        assertThatThrownBy(loop::run)
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageMatching("maxAge of 110\\.0 ms (could never be met by the standby scripted, which needs|"
                        + "is below) .*");
        assertThat(actuator.sent()).isNotEmpty().allMatch(RecordingActuator.Sent::safe);
    }

    @Test
    void shouldDriveByTheStandbyWhileTheEngineHangs() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean hang = new AtomicBoolean();
        ScriptedPerceiver engine = new ScriptedPerceiver(
                frame -> {
                    if (hang.get()) {
                        awaitQuietly(release);
                    }
                    return 0.5;
                },
                false);
        ControlLoop<DriveCommand> loop = ControlLoop.of(endless(), engine, actuator)
                .rateHz(200)
                .maxAge(LONG)
                .hangTimeout(Duration.ofMillis(500))
                .standby(perceiver)
                .decide((seen, in, cmd) -> {
                    hang.set(true);
                    cmd.speed(in.isFallback() ? 0.25 : 0.5);
                });
        try (ControlRun<DriveCommand> run = loop.prepare()) {
            actuator.onSend(() -> {
                if (run.parts().control().counters().ticks(Mode.NOMINAL) > 0
                        && run.parts().perception().failover().standbyResults() > 20) {
                    run.stop();
                }
            });
            assertThat(run.run()).isEqualTo(new LoopEnd(LoopEnd.Cause.STOPPED, ""));
            assertThat(run.parts().perception().failover().hangs()).isEqualTo(1);
            assertThat(run.parts().perception().isEngineBusy()).isTrue();
            assertThat(run.hangTimeoutNs()).isEqualTo(500 * MS);
            assertThat(run.standbyRule()).isNotNull();
            release.countDown();
            while (run.parts().perception().isEngineBusy()) {
                Thread.onSpinWait();
            }
        } finally {
            release.countDown();
        }
        assertThat(actuator.sent()).anyMatch(sent -> sent.speed() == 0.25);
        assertThat(actuator.last().safe()).isTrue();
    }

    @Test
    void shouldStopForAnOperatorOfAnyThreadAndSayWhoAtTheEnd() {
        try (ControlRun<DriveCommand> run = loop(endless()).prepare()) {
            actuator.onSend(() -> {
                ControlCounters counters = run.parts().control().counters();
                if (counters.ticks(Mode.NOMINAL) == 3) {
                    run.operatorStop("the ground station");
                }
                if (counters.ticks(Reason.OPERATOR_STOP) > 10) {
                    run.stop();
                }
            });
            LoopEnd end = run.run();
            assertThat(end.cause()).isEqualTo(LoopEnd.Cause.STOPPED);
            assertThat(end.detail()).matches("operator stop by the ground station; SAFE since tick [0-9]+");
            assertThat(end.isSound()).isFalse();
        }
    }

    @Test
    void shouldTellASendThatHoldsUpTheLoopWhileItLastsAndBeSafeAfterIt() {
        boolean[] held = {false};
        try (ControlRun<DriveCommand> run = loop(endless()).prepare()) {
            actuator.onSend(() -> {
                ControlCounters counters = run.parts().control().counters();
                if (!held[0] && counters.ticks(Mode.NOMINAL) > 0) {
                    held[0] = true;
                    while (counters.stuckTicks() == 0) {
                        Thread.onSpinWait();
                    }
                }
                if (counters.ticks(Reason.ACTUATOR_FAULT) > 3) {
                    run.stop();
                }
            });
            assertThat(run.run().cause()).isEqualTo(LoopEnd.Cause.STOPPED);
            assertThat(run.parts().control().counters().lateSends()).isPositive();
        }
        assertThat(actuator.last().safe()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
