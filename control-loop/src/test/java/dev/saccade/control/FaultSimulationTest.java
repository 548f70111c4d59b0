package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.fault.FaultySource;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.kernel.Kernels;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Cameras and engines that fail, the whole loop in virtual time: 50 frames a second, 200 ticks, maxAge 60 ms. */
class FaultSimulationTest {
    private static final long FRAME = 20 * MS;
    private static final long FRAMES = 200;

    private final RecordingActuator actuator = new RecordingActuator();
    private final List<String> events = new ArrayList<>();
    private final List<Boolean> standIns = new ArrayList<>();
    private boolean patientWithRepeats;

    private LoopParts<DriveCommand> run(FrameSource source, ScriptedPerceiver standby, LatencyModel latency) {
        Tolerances tolerances = Tolerances.standard().cameraLostAfter(Duration.ofMillis(200));
        ControlLoop<DriveCommand> loop = ControlLoop.of(source, new ScriptedPerceiver(frame -> 0.5, false), actuator);
        if (standby != null) {
            loop.standby(standby).hangTimeout(Duration.ofMillis(30));
        }
        return loop.rateHz(200)
                .maxAge(Duration.ofMillis(60))
                .tolerances(patientWithRepeats ? tolerances.acceptRepeatedPictures() : tolerances)
                .decide((seen, in, cmd) -> {
                    cmd.speed(1);
                    standIns.add(in.isFallback());
                })
                .degraded((in, cmd) -> cmd.speed(0.1))
                .events((type, timeNs, a, b, c, d) ->
                        events.add(timeNs / MS + " " + ControlEvents.text(type, a, b, c, d)))
                .simulate(new ManualClock(0), latency, Duration.ofSeconds(30));
    }

    private LoopParts<DriveCommand> run(FrameSource source) {
        return run(source, null, frame -> 5 * MS);
    }

    /** Frames for which the condition holds show the picture before. */
    private static ScriptedSource frozen(LongPredicate isFrozen) {
        return new ScriptedSource(0, FRAME, FRAMES, false) {
            private final BytePointer picture = new BytePointer(8).put(0, (byte) 99);

            @Override
            public int capture(FrameSlot slot, long nowNs) {
                int status = super.capture(slot, nowNs);
                if (status == CAPTURED && isFrozen.test(slot.sequence())) {
                    Kernels.copy(slot.address(0), picture.address(), 8);
                }
                return status;
            }
        };
    }

    @Test
    void shouldNeverSteerByACameraThatIsFrozenFromTheStart() {
        try (LoopParts<DriveCommand> parts = run(frozen(frame -> true))) {
            assertThat(actuator.sent()).allMatch(RecordingActuator.Sent::safe);
            assertThat(parts.camera().duplicates()).isEqualTo(FRAMES - 1);
            assertThat(parts.camera().captured()).isEqualTo(FRAMES);
            assertThat(parts.perception().processed()).isEqualTo(1);
            assertThat(parts.control().counters().ticks(Reason.CAMERA_FROZEN)).isGreaterThan(700);
            assertThat(parts.end()).isEqualTo(new LoopEnd(LoopEnd.Cause.SOURCE_ENDED, ""));
        }
    }

    @Test
    void shouldNotBelieveOnePictureEvenWhenOneResultIsEnough() {
        RecordingActuator own = new RecordingActuator();
        try (LoopParts<DriveCommand> parts = ControlLoop.of(
                        frozen(frame -> true), new ScriptedPerceiver(frame -> 0.5, false), own)
                .recoverAfter(1)
                .maxAge(Duration.ofMillis(60))
                .decide((seen, in, cmd) -> cmd.speed(1))
                .simulate(new ManualClock(0), frame -> MS, Duration.ofSeconds(2))) {
            assertThat(parts.perception().processed()).isEqualTo(1);
            assertThat(own.sent()).allMatch(RecordingActuator.Sent::safe);
        }
    }

    @Test
    void shouldGrowStaleThenSafeWhileTheCameraIsFrozenAndComeBack() {
        try (LoopParts<DriveCommand> parts = run(frozen(frame -> frame >= 50 && frame < 100))) {
            // The first frozen picture, of frame 50 at 1000 ms, is new; the next are not. 1000 + 60, 120, 200 ms.
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1065 mode NOMINAL -> DEGRADED") && e.endsWith("perception stale"))
                    .anyMatch(e -> e.startsWith("1125 mode DEGRADED -> SAFE") && e.endsWith("perception lost"))
                    .anyMatch(e -> e.startsWith("1205 mode SAFE") && e.endsWith("also because of: camera frozen"));
            assertThat(parts.control().counters().mode()).isEqualTo(Mode.NOMINAL);
            assertThat(parts.camera().duplicates()).isEqualTo(49);
        }
    }

    @Test
    void shouldSteerByAStillPictureWhereThatIsAccepted() {
        patientWithRepeats = true;
        try (LoopParts<DriveCommand> parts = run(frozen(frame -> true))) {
            assertThat(parts.control().counters().ticks(Mode.NOMINAL)).isGreaterThan(700);
        }
    }

    @Test
    void shouldTellALostCameraAndComeBackWithIt() {
        ScriptedSource gap = new ScriptedSource(0, FRAME, FRAMES, false) {
            @Override
            public int capture(FrameSlot slot, long nowNs) {
                int status = super.capture(slot, nowNs);
                return status == CAPTURED && slot.sequence() >= 50 && slot.sequence() < 100 ? NOT_READY : status;
            }
        };
        try (LoopParts<DriveCommand> parts = run(gap)) {
            // The last frame came at 980 ms.
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1185 mode SAFE") && e.endsWith("also because of: camera lost"));
            assertThat(parts.control().counters().ticks(Reason.CAMERA_LOST)).isGreaterThan(100);
            assertThat(parts.control().counters().mode()).isEqualTo(Mode.NOMINAL);
        }
    }

    private LoopParts<DriveCommand> runWith(String fault) {
        FaultPlan plan = FaultPlan.of(List.of(FaultSpec.parse(fault)), 1);
        return run(new FaultySource(new ScriptedSource(0, FRAME, FRAMES, false), plan));
    }

    @Test
    void shouldTakeDamagedFramesForLostOnes() {
        try (LoopParts<DriveCommand> parts = runWith("camera-torn=100%@1s:1s")) {
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1045 mode NOMINAL -> DEGRADED") && e.endsWith("perception stale"))
                    .anyMatch(e -> e.startsWith("1185 mode SAFE") && e.endsWith("also because of: camera lost"));
            assertThat(parts.source().torn()).isEqualTo(50);
            assertThat(parts.source().gaps()).isZero();
            assertThat(parts.control().counters().mode()).isEqualTo(Mode.NOMINAL);
        }
    }

    @Test
    void shouldTakeACameraThatRepeatsItselfForAFrozenOne() {
        try (LoopParts<DriveCommand> parts = runWith("camera-duplicate=100%@1s:1s")) {
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1045 mode NOMINAL -> DEGRADED") && e.endsWith("perception stale"))
                    .anyMatch(e -> e.startsWith("1185 mode SAFE") && e.endsWith("also because of: camera frozen"));
            assertThat(parts.camera().duplicates()).isEqualTo(50);
            assertThat(parts.control().counters().mode()).isEqualTo(Mode.NOMINAL);
        }
    }

    /** From 1100 ms on frames are 100 ms old when they come: too old to steer by, and young enough not to be lost. */
    @Test
    void shouldDegradeWhileFramesComeLate() {
        try (LoopParts<DriveCommand> parts = runWith("camera-late=100ms@1s:1s")) {
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1045 mode NOMINAL -> DEGRADED") && e.endsWith("perception stale"))
                    .noneMatch(e -> e.contains("camera lost"));
            assertThat(parts.camera().late()).isEqualTo(46);
            assertThat(parts.source().gaps()).isEqualTo(4);
            assertThat(parts.control().counters().mode()).isEqualTo(Mode.NOMINAL);
        }
    }

    @Test
    void shouldSteerOnWhenTheCameraCountsAnew() {
        try (LoopParts<DriveCommand> parts = runWith("camera-reset@1s")) {
            assertThat(events).noneMatch(e -> e.contains("NOMINAL -> DEGRADED"));
            assertThat(parts.camera().resets()).isEqualTo(1);
            assertThat(parts.perception().processed()).isEqualTo(FRAMES);
        }
    }

    @Test
    void shouldDegradeFromTheHangUntilTheStandbysResultsAreFreshAndSteerByThem() {
        LatencyModel hang = new LatencyModel() {
            @Override
            public long latencyNs(long frame) {
                return frame == 50 ? 400 * MS : 5 * MS;
            }

            @Override
            public long standbyLatencyNs(long frame) {
                return 8 * MS;
            }
        };
        try (LoopParts<DriveCommand> parts =
                run(new ScriptedSource(0, FRAME, FRAMES, false), new ScriptedPerceiver(frame -> 0.25, false), hang)) {
            // Handed over at 1000 ms, hung at 1030 and DEGRADED at that tick, since perception works first. The newest
            // frame, of 1020 ms, is seen by 1038; then 1040 and 1060 by 1048 and 1068: three results by the tick at
            // 1070.
            assertThat(events)
                    .anyMatch(e -> e.startsWith("1030 mode NOMINAL -> DEGRADED") && e.endsWith("failed over"))
                    .anyMatch(e -> e.startsWith("1040 perception") && e.endsWith("by the standby"))
                    .anyMatch(e -> e.startsWith("1070 mode DEGRADED -> NOMINAL"));
            assertThat(parts.perception().failover().hangs()).isEqualTo(1);
            assertThat(parts.perception().failover().readmissions()).isEqualTo(1);
            assertThat(standIns).contains(true, false);
            assertThat(standIns).first().isEqualTo(false);
            assertThat(standIns).last().isEqualTo(false);
        }
    }

    @Test
    void shouldSayThatASimulationDidNotEndSafe() {
        actuator.answer(Actuator.REFUSED);
        actuator.lastError("nobody listens");
        try (LoopParts<DriveCommand> parts = run(new ScriptedSource(0, FRAME, 10, false))) {
            assertThat(parts.end())
                    .isEqualTo(new LoopEnd(
                            LoopEnd.Cause.NOT_SAFE,
                            "actuator recording: the last safe command was refused: nobody listens"));
        }
    }
}
