package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.mode.Mode;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.StampClass;
import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop on its threads. No test here depends on how fast this machine is. */
@Timeout(60)
class ControlRunTest {
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
    void shouldRunToTheEndOfTheSourceAndSendTheSafeCommandLast() {
        ScriptedSource endless = endless();
        FrameSource source = new Ending(
                endless,
                () -> actuator.sent().stream().filter(sent -> !sent.safe()).count() > 20,
                FrameSource.END);
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        ControlLoop<DriveCommand> loop = loop(source)
                .warmAfter(5, 5)
                .events((type, timeNs, a, b, c, d) -> events.add(ControlEvents.text(type, a, b, c, d)));
        try (ControlRun<DriveCommand> run = loop.prepare()) {
            assertThat(run.run()).isEqualTo(new LoopEnd(LoopEnd.Cause.SOURCE_ENDED, ""));
            LoopParts<DriveCommand> parts = run.parts();
            ControlCounters counters = parts.control().counters();
            assertThat(counters.ticks(Mode.NOMINAL)).isPositive();
            assertThat(counters.sends(Actuator.SENT)).isEqualTo(counters.ticks() + 1);
            assertThat(parts.perception().processed()).isPositive();
            assertThat(parts.control().allocation().startCycle()).isPositive();
            assertThat(parts.control().timings().rawLateness().count()).isEqualTo(counters.ticks());
            assertThat(run.rule().leastNs()).isGreaterThanOrEqualTo(PERIOD + 5 * MS);
        }
        assertThat(endless.isClosed()).isTrue();
        assertThat(actuator.isClosed()).as("the caller's").isFalse();
        assertThat(actuator.last().safe()).isTrue();
        assertThat(actuator.sent()).anyMatch(sent -> sent.speed() == 0.5);
        assertThat(actuator.threads())
                .as("one thread sends")
                .containsOnly(actuator.threads().get(0));
        assertThat(events).first().asString().startsWith("armed");
        assertThat(events)
                .last()
                .asString()
                .endsWith("-> SAFE at tick " + actuator.last().tick() + ": stopped");
    }

    @Test
    void shouldEndSafeWhenStoppedWhileItDrives() {
        try (ControlRun<DriveCommand> run = loop(endless()).prepare()) {
            actuator.onSend(() -> {
                if (run.parts().control().counters().ticks(Mode.NOMINAL) == 3) {
                    run.stop();
                }
            });
            assertThat(run.run().cause()).isEqualTo(LoopEnd.Cause.STOPPED);
        }
        assertThat(actuator.last().safe()).isTrue();
        assertThat(actuator.sent().get(actuator.sent().size() - 2).safe()).isFalse();
    }

    @Test
    void shouldEndSafeWhenInterruptedAndKeepTheInterrupt() throws Exception {
        CountDownLatch driving = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        ControlLoop<DriveCommand> loop = loop(endless()).decide((seen, in, cmd) -> {
            cmd.speed(1);
            driving.countDown();
        });
        Thread runner = new Thread(() -> {
            LoopEnd end = loop.run();
            interrupted.complete(end.cause() == LoopEnd.Cause.INTERRUPTED
                    && Thread.currentThread().isInterrupted());
        });
        runner.start();
        driving.await();
        runner.interrupt();
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(actuator.last().safe()).isTrue();
    }

    @Test
    void shouldEndAfterItsTimeOrItsFrames() {
        assertThat(loop(endless()).duration(Duration.ofMillis(50)).run().cause())
                .isEqualTo(LoopEnd.Cause.DURATION);
        assertThat(actuator.last().safe()).isTrue();
        ControlLoop<DriveCommand> few =
                loop(new ScriptedSource(0, 1, Long.MAX_VALUE, true)).frames(30);
        try (ControlRun<DriveCommand> run = few.prepare()) {
            assertThat(run.run().cause()).isEqualTo(LoopEnd.Cause.SOURCE_ENDED);
            assertThat(run.parts().perception().processed()).as("drained").isEqualTo(30);
        }
    }

    @Test
    void shouldRefuseAMaximumAgeBelowWhatTheWarmUpMeasuredAndEndSafe() {
        ScriptedPerceiver slow = new ScriptedPerceiver(
                frame -> {
                    long untilNs = System.nanoTime() + 30 * MS;
                    while (System.nanoTime() - untilNs < 0) {
                        Thread.onSpinWait();
                    }
                    return 0.5;
                },
                false);
        ControlLoop<DriveCommand> loop = ControlLoop.of(endless(), slow, actuator)
                .maxAge(Duration.ofMillis(25))
                .decide((seen, in, cmd) -> cmd.speed(1));
        assertThatThrownBy(loop::run)
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageMatching("maxAge of 25\\.0 ms is below [0-9.]+ ms = p99 capture-to-result latency [0-9.]+ "
                        + "\\+ result interval [0-9.]+ \\+ tick 10\\.0: raise maxAge to that, .*");
        assertThat(actuator.sent()).isNotEmpty().allMatch(RecordingActuator.Sent::safe);
    }

    @Test
    void shouldEndSafeAndSayWhyWhenTheSourceOrAThreadFails() {
        LoopEnd lost = loop(new Ending(endless(), () -> actuator.sent().size() > 9, FrameSource.FAILED))
                .run();
        assertThat(lost).isEqualTo(new LoopEnd(LoopEnd.Cause.SOURCE_FAILED, "scripted: unplugged; plug it in"));
        assertThat(lost.isSound()).isFalse();
        assertThat(actuator.last().safe()).isTrue();
        LoopEnd thrown = loop(new Ending(endless(), () -> true, 0)).run();
        assertThat(thrown)
                .isEqualTo(new LoopEnd(
                        LoopEnd.Cause.THREAD_FAILED, "camera thread: java.lang.IllegalStateException: driver"));
        assertThat(actuator.last().safe()).isTrue();
    }

    @Test
    void shouldFeedTapsAndRefuseToRunTwice() {
        PerceptionTap tap = new PerceptionTap(perceiver, 4, true, false);
        ControlLoop<DriveCommand> loop = loop(endless()).tap(tap).frames(5);
        List<Long> frames = new ArrayList<>();
        try (tap;
                ControlRun<DriveCommand> run = loop.prepare()) {
            run.run();
            while (tap.poll((perception, frame) -> frames.add(sequence(frame)))) {
                assertThat(frames).isNotEmpty();
            }
        }
        // Which ones depends on how fast the perceiver starts.
        assertThat(frames).isNotEmpty().isSorted().isSubsetOf(0L, 1L, 2L, 3L, 4L);
        assertThatThrownBy(loop::run).hasMessageContaining("has run already");
    }

    private static long sequence(Frame frame) {
        return frame.sequence();
    }

    /** Gives frames until a condition holds, then another status; a status of 0 throws. */
    private record Ending(FrameSource inner, BooleanSupplier over, int status) implements FrameSource {
        @Override
        public String uri() {
            return "scripted:";
        }

        @Override
        public FrameFormat format() {
            return inner.format();
        }

        @Override
        public StampClass stamp() {
            return inner.stamp();
        }

        @Override
        public long framePeriodNs() {
            return inner.framePeriodNs();
        }

        @Override
        public long upstreamDelayNs() {
            return 0;
        }

        @Override
        public boolean isLossless() {
            return false;
        }

        @Override
        public long frameCount() {
            return -1;
        }

        @Override
        public int capture(FrameSlot slot, long nowNs) {
            if (!over.getAsBoolean()) {
                return inner.capture(slot, nowNs);
            }
            if (status == 0) {
                throw new IllegalStateException("driver");
            }
            return status;
        }

        @Override
        public long nextDueNs() {
            return inner.nextDueNs();
        }

        @Override
        public long gaps() {
            return 0;
        }

        @Override
        public String fault() {
            return "scripted: unplugged; plug it in";
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
