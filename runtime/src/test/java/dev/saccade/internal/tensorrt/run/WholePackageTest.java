package dev.saccade.internal.tensorrt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.FailoverRecord;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.pipeline.PerceptionSettings;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.pipeline.VirtualTimeStepper;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import dev.saccade.worker.TinyPackages;
import dev.saccade.worker.WorkerRig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packages through all of the device's path, on the emulated device, where the CPU's engine computes the network: what is
 * seen, what it costs, and what becomes of a late frame and of a lost device.
 */
@Timeout(120)
class WholePackageTest {
    private static final long MS = 1_000_000;
    private static final FrameFormat BGR = FrameFormat.of(PixelFormat.BGR24, 64, 64);
    private static final FrameFormat NV12 = FrameFormat.of(PixelFormat.NV12, 130, 98);

    @TempDir
    Path work;

    private final TrtRig rig = new TrtRig();

    private ModelPackage model(String kind) throws Exception {
        Path directory = work.resolve(kind);
        return ModelPackages.read(
                switch (kind) {
                    case "detector" -> TinyPackages.detector(directory);
                    case "classifier" -> TinyPackages.classifier(directory);
                    default -> TinyPackages.segmenter(directory);
                });
    }

    private Engine cpu(ModelPackage model) throws Exception {
        return Engines.load(model, Backend.CPU, new EngineOptions(1, false, -1, work.resolve("cache")));
    }

    private Perceiver onDevice(ModelPackage model) throws Exception {
        return Perceivers.over(model, rig.open(EmulatedInference.of(rig.device, cpu(model))).engine);
    }

    @ParameterizedTest
    @CsvSource({
        "detector, true, false",
        "detector, false, true",
        "classifier, true, true",
        "classifier, false, false",
        "segmenter, true, false",
        "segmenter, false, true"
    })
    void shouldSeeWhatTheCpuSeesToTheBit(String kind, boolean isPinned, boolean isIntegrated) throws Exception {
        rig.device.integrated = isIntegrated;
        ModelPackage model = model(kind);
        try (rig;
                Perceiver here = Perceivers.over(model, cpu(model));
                Perceiver there = onDevice(model);
                Perception expected = here.newPerception();
                Perception seen = there.newPerception()) {
            for (FrameFormat format : List.of(BGR, NV12, BGR)) {
                Frame frame = rig.frame(format, isPinned);
                assertThat(here.perceive(frame, expected, rig.device.clock)).isEqualTo(Perceiver.OK);
                assertThat(there.perceive(frame, seen, rig.device.clock))
                        .as(there::lastError)
                        .isEqualTo(Perceiver.OK);
                assertThat(WorkerRig.contents(seen)).isNotEmpty().isEqualTo(WorkerRig.contents(expected));
                assertThat(seen.backend()).isEqualTo(Backend.TENSORRT);
                frame.release();
            }
            assertThat(there.description()).endsWith("one graph a frame");
        }
        assertThat(rig.device.fault()).isEmpty();
        assertThat(rig.device.objects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"detector", "classifier", "segmenter"})
    void shouldAllocateNothingPerFrame(String kind) throws Exception {
        ModelPackage model = model(kind);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (rig;
                Perceiver there = onDevice(model);
                Perception seen = there.newPerception()) {
            Frame[] frames = {rig.frame(BGR, true), rig.frame(NV12, true)};
            List<Long> rounds = new ArrayList<>();
            long bytes = 1;
            while (bytes != 0 && rounds.size() < 12) {
                long start = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 200; i++) {
                    if (there.perceive(frames[i % 2], seen, rig.device.clock) != Perceiver.OK) {
                        throw new AssertionError(there.lastError());
                    }
                }
                bytes = threads.getCurrentThreadAllocatedBytes() - start;
                rounds.add(bytes);
            }
            frames[0].release();
            frames[1].release();
            assertThat(rounds).as("bytes of each round").endsWith(0L);
        }
    }

    @Test
    void shouldKeepALateFrameUntilTheDeviceIsDoneWithItAndSeeTheNext() throws Exception {
        ModelPackage model = model("detector");
        try (rig;
                Perceiver here = Perceivers.over(model, cpu(model));
                Perceiver there = onDevice(model);
                Perception expected = here.newPerception();
                Perception seen = there.newPerception()) {
            Frame first = rig.frame(BGR, true);
            assertThat(there.perceive(first, seen, rig.device.clock)).isEqualTo(Perceiver.OK);
            first.release();
            // Frames of the rig are captured at the clock's beginning.
            there.bounds(rig.device.clock.nanoTime() + 5 * MS, 500 * MS);
            rig.device.runNs = 20 * MS;
            Frame late = rig.frame(BGR, true);
            assertThat(there.perceive(late, seen, rig.device.clock)).isEqualTo(Perceiver.MISSED);
            late.release();
            late.retain(); // it is still leased
            late.release();

            rig.device.runNs = MS;
            there.bounds(rig.device.clock.nanoTime() + 50 * MS, 500 * MS);
            Frame next = rig.frame(NV12, true);
            assertThat(there.perceive(next, seen, rig.device.clock))
                    .as(there::lastError)
                    .isEqualTo(Perceiver.OK);
            assertThatThrownBy(late::release).isInstanceOf(IllegalStateException.class);
            assertThat(here.perceive(next, expected, rig.device.clock)).isEqualTo(Perceiver.OK);
            assertThat(WorkerRig.contents(seen)).isNotEmpty().isEqualTo(WorkerRig.contents(expected));
            next.release();
        }
        assertThat(rig.device.fault()).isEmpty();
        assertThat(rig.device.objects()).isZero();
    }

    /** Frames of a camera; from one of them on the device hangs or is broken. */
    private final class Camera extends ScriptedSource {
        private final boolean hangs;

        Camera(boolean hangs) {
            super(rig.device.clock.nanoTime(), 10 * MS, 60, false);
            this.hangs = hangs;
        }

        @Override
        public int capture(FrameSlot slot, long nowNs) {
            int status = super.capture(slot, nowNs);
            if (status == CAPTURED && slot.sequence() == 20) {
                rig.device.hangs = hangs;
                rig.device.workStatus = hangs ? 0 : EmulatedDevice.STICKY;
            }
            return status;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnWithTheStandbyWhenTheDeviceIsLost(boolean hangs) throws Exception {
        ModelPackage model = model("classifier");
        LatencyModel latency = frame -> MS;
        try (rig;
                FrameRing ring = new FrameRing(5, HostFrameMemory.INSTANCE);
                Perceiver there = onDevice(model);
                Perceiver standby = Perceivers.over(model, cpu(model))) {
            CameraAgent camera = new CameraAgent(new Camera(hangs), ring, Long.MAX_VALUE, 1);
            LatestValue<Perception> output = new LatestValue<>(there::newPerception);
            PerceptionAgent agent = new PerceptionAgent(
                    ring,
                    new PerceptionSettings(there, standby, latency, 1, 3, 10),
                    rig.device.clock,
                    output,
                    List.of(),
                    camera::isFinished);
            agent.hangTimeout(45 * MS);
            agent.bounds(20 * MS, 50 * MS);
            new VirtualTimeStepper(rig.device.clock, List.of(camera, agent)).runUntil(Long.MAX_VALUE / 2);
            agent.close();

            FailoverRecord record = agent.failover();
            assertThat(record.errors()).isEqualTo(1);
            assertThat(record.cause())
                    .contains("the GPU is lost: ")
                    .endsWith(hangs ? "the device hangs" : "emulated error 700");
            assertThat(record.isOnStandby()).isTrue();
            assertThat(record.standbyResults()).as("of the 40 frames after it").isGreaterThan(30);
            assertThat(agent.missed() > 0).as("a hang is first a miss").isEqualTo(hangs);
            assertThat(agent.isFinished()).isTrue();
            assertThat(ring.exhausted()).isZero();
        }
        assertThat(rig.device.fault()).isEmpty();
    }
}
