package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.model.ModelPackages;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine in a process of its own that is well: what it sees, where, and at what cost. */
@Timeout(120)
class WorkerPerceiverTest {
    private static final List<FrameFormat> FORMATS = List.of(
            WorkerRig.BGR,
            FrameFormat.of(PixelFormat.NV12, 130, 98),
            FrameFormat.of(PixelFormat.I420, 33, 65),
            FrameFormat.of(PixelFormat.YUYV, 320, 240),
            WorkerRig.BGR);

    @TempDir
    Path work;

    enum Kind {
        DETECTOR,
        CLASSIFIER,
        SEGMENTER;

        Path write(Path directory) throws Exception {
            return switch (this) {
                case DETECTOR -> TinyPackages.detector(directory);
                case CLASSIFIER -> TinyPackages.classifier(directory);
                case SEGMENTER -> TinyPackages.segmenter(directory);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldSeeWhatTheEngineSeesInThisProcess(Kind kind) throws Exception {
        Path directory = kind.write(work.resolve("tiny"));
        try (WorkerRig rig = new WorkerRig(directory);
                Perceiver here =
                        Perceivers.load(ModelPackages.read(directory), Backend.CPU, WorkerRig.options(directory));
                Perception expected = here.newPerception()) {
            for (FrameFormat format : FORMATS) {
                Frame frame = rig.frame(format);

                WorkerRig.assertOk(here.perceive(frame, expected, MonotonicClock.SYSTEM), here);
                WorkerRig.assertOk(rig.look(frame), rig.perceiver);

                List<Object> seen = WorkerRig.contents(rig.seen);
                assertThat(seen).isEqualTo(WorkerRig.contents(expected));
                assertThat(seen.isEmpty()).isEqualTo(kind == Kind.DETECTOR && !format.equals(WorkerRig.BGR));
                assertThat(rig.seen.frame()).isEqualTo(frame.sequence());
                assertThat(rig.seen.frameWidth()).isEqualTo(format.width());
                assertThat(rig.seen.postprocessedNs()).isGreaterThan(rig.seen.leasedNs());
                frame.release();
            }
            assertThat(rig.freeSlots()).isEqualTo(3);
            assertThat(rig.perceiver.record().restarts()).isZero();
        }
    }

    @Test
    void shouldSeeAFrameThatLiesElsewhere() throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        try (WorkerRig rig = new WorkerRig(directory);
                FrameRing other = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            Frame shared = rig.frame(WorkerRig.BGR);
            WorkerRig.assertOk(rig.look(shared), rig.perceiver);
            List<Object> expected = WorkerRig.contents(rig.seen);
            FrameSlot slot = other.acquire();
            slot.prepare(WorkerRig.BGR);
            NativeView.of(slot.address(0), 64 * 192L).put(NativeView.of(shared.address(0), 64 * 192L));
            slot.describe(7, System.nanoTime(), StampClass.PLAYBACK);
            other.publish(slot);
            Frame frame = other.leaseNewest(-1);

            WorkerRig.assertOk(rig.look(frame), rig.perceiver);

            assertThat(WorkerRig.contents(rig.seen)).isEqualTo(expected).isNotEmpty();
            frame.release();
            shared.release();
        }
    }

    /** In rounds, because an optimised compilation allocates once on the thread that asks for it. */
    @Test
    void shouldAllocateNothingOnEitherSide() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (WorkerRig rig = new WorkerRig(TinyPackages.segmenter(work.resolve("tiny")))) {
            Frame frame = rig.frame(WorkerRig.BGR);
            List<Long> rounds = new ArrayList<>();
            long bytes = 1;
            while (bytes != 0 && rounds.size() < 20) {
                long start = threads.getCurrentThreadAllocatedBytes();
                int results = 0;
                for (int i = 0; i < 400; i++) {
                    results += rig.look(frame) == Perceiver.OK ? 1 : 0;
                }
                bytes = threads.getCurrentThreadAllocatedBytes() - start;
                assertThat(results).isEqualTo(400);
                rounds.add(bytes);
            }
            frame.release();

            assertThat(rounds).endsWith(0L);
            assertThat(rig.perceiver.record().allocationFrames()).isGreaterThanOrEqualTo(99);
            assertThat(rig.perceiver.record().allocatedBytes()).isZero();
        }
    }

    @Test
    void shouldRefuseAModelWithTheWorkersOwnWords() throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        var model = ModelPackages.read(directory);
        Files.writeString(directory.resolve("model.onnx"), "no graph");

        assertThatThrownBy(() -> WorkerPerceiver.load(model, Backend.CPU, WorkerRig.options(directory)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("model.onnx")
                .message()
                .hasLineCount(1);
    }

    @Test
    void shouldKeepALateFrameUntilTheWorkerHasAnswered() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")), "latency=500ms@5s:60min")) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            rig.perceiver.bounds(50_000_000L, 60_000_000_000L);
            rig.faults.begin(System.nanoTime() - 10_000_000_000L);

            assertThat(rig.look()).isEqualTo(Perceiver.MISSED);
            // The newest frame, and no other, once a second one is published.
            rig.frame(WorkerRig.BGR).release();
            assertThat(rig.freeSlots())
                    .as("slots beside the newest and the late one")
                    .isEqualTo(2);
            assertThat(rig.look()).as("waits for the late one").isEqualTo(Perceiver.MISSED);

            rig.perceiver.bounds(60_000_000_000L, 60_000_000_000L);
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(rig.freeSlots()).isEqualTo(3);
            assertThat(rig.perceiver.record().restarts()).isZero();
        }
    }
}
