package dev.saccade.internal.tensorrt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.kernel.Preprocess;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run path over the emulated device: every status, who keeps what for how long, and that nothing is left behind. */
class TrtEngineTest {
    private static final FrameFormat BGR = TrtRig.format(PixelFormat.BGR24, 37, 21);
    private static final FrameFormat NV12 = TrtRig.format(PixelFormat.NV12, 46, 30);
    private static final long AMPLE = 10_000_000;

    @ParameterizedTest
    @CsvSource({
        "BGR24, true, false",
        "BGR24, false, false",
        "BGR24, true, true",
        "BGR24, false, true",
        "NV12, true, false",
        "NV12, false, false",
        "NV12, true, true",
        "NV12, false, true"
    })
    void shouldGiveTheBitsOfTheCpu(PixelFormat pixels, boolean isPinned, boolean isIntegrated) throws EngineException {
        try (TrtRig rig = new TrtRig()) {
            rig.device.integrated = isIntegrated;
            rig.open();
            FrameFormat format = pixels == PixelFormat.NV12 ? NV12 : BGR;
            int plan = rig.prepare(format);
            assertThat(plan).as(() -> rig.engine.lastError()).isNotNegative();
            for (int i = 0; i < 3; i++) {
                Frame frame = rig.frame(format, isPinned);
                assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
                assertThat(rig.output()).isEqualTo(TrtRig.onCpu(frame));
                frame.release();
            }
            assertThat(rig.engine.description())
                    .isEqualTo("Emulated network on Emulated, CUDA 12.6, one graph a frame");
            assertThat(rig.device.fault()).isEmpty();
        }
    }

    @Test
    void shouldReadFramesInPlaceWhereHostAndDeviceShareMemory() throws EngineException {
        try (TrtRig rig = new TrtRig()) {
            rig.device.integrated = true;
            rig.open();
            int plan = rig.prepare(BGR);
            Frame frame = rig.frame(BGR, true);
            int before = rig.device.copies;
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.device.copies - before).as("the output alone").isEqualTo(1);
            frame.release();
        }
    }

    @Test
    void shouldMissTheDeadlineThenServeTheNextFrame() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int plan = rig.prepare(BGR);
            Frame late = rig.frame(BGR, true);
            rig.device.runNs = 5_000_000;
            long deadline = rig.deadline(1_000_000);
            assertThat(rig.engine.run(plan, late, deadline)).isEqualTo(Engine.MISSED);
            assertThat(rig.device.clock.nanoTime() - deadline)
                    .as("how long after the deadline it returned, ns")
                    .isBetween(0L, Flight.STEP_NS + 2 * EmulatedDevice.QUERY_NS);
            late.release();
            assertThatThrownByRelease(late, false);

            Frame next = rig.frame(BGR, true);
            int runs = rig.network.runs;
            assertThat(rig.engine.run(plan, next, rig.deadline(1_000_000))).isEqualTo(Engine.MISSED);
            assertThat(rig.network.runs)
                    .as("nothing was submitted behind the late run")
                    .isEqualTo(runs);
            rig.device.runNs = 500_000;
            assertThat(rig.engine.run(plan, next, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.output()).isEqualTo(TrtRig.onCpu(next));
            next.release();
            assertThatThrownByRelease(late, true);
            assertThat(rig.device.fault()).isEmpty();
        }
    }

    /** A frame that only the engine keeps can be released once more by the engine, and not by us. */
    private static void assertThatThrownByRelease(Frame frame, boolean isFree) {
        if (isFree) {
            assertThatThrownBy(frame::release).isInstanceOf(IllegalStateException.class);
        } else {
            frame.retain();
            frame.release();
        }
    }

    @Test
    void shouldReleaseALateFrameWhenTheEngineIsClosed() throws EngineException {
        TrtRig rig = new TrtRig().open();
        int plan = rig.prepare(BGR);
        Frame late = rig.frame(BGR, true);
        assertThat(rig.engine.run(plan, late, rig.deadline(10_000))).isEqualTo(Engine.MISSED);
        late.release();
        rig.close();
        assertThatThrownByRelease(late, true);
        assertThat(rig.device.objects()).isZero();
        assertThat(rig.device.fault()).isEmpty();
    }

    @Test
    void shouldBeLostByAHangAndKeepWhatTheDeviceMayUse() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int plan = rig.prepare(BGR);
            rig.engine.hangTimeout(50_000_000);
            Frame frame = rig.frame(BGR, true);
            rig.device.hangs = true;
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.MISSED);
            frame.release();
            int status = Engine.MISSED;
            int frames = 1;
            while (status == Engine.MISSED) {
                Frame next = rig.frame(BGR, true);
                status = rig.engine.run(plan, next, rig.deadline(AMPLE));
                next.release();
                frames++;
            }
            assertThat(status).isEqualTo(Engine.LOST);
            assertThat(frames).as("frames of 10 ms until 50 ms are over").isEqualTo(5);
            assertThat(rig.engine.lastError())
                    .isEqualTo("model.engine: the GPU is lost: a run has been on the device for more than 50 ms:"
                            + " the device hangs");
            int objects = rig.device.objects();
            rig.engine.close();
            assertThat(rig.device.objects())
                    .as("nothing is freed under the device")
                    .isEqualTo(objects);
            frame.release(); // the engine's own lease was still there
            assertThat(rig.engine.run(plan, frame, 0)).isEqualTo(Engine.ERROR);
        }
    }

    @Test
    void shouldBeLostByAStickyErrorAndReleaseTheFrame() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int plan = rig.prepare(BGR);
            Frame late = rig.frame(BGR, true);
            assertThat(rig.engine.run(plan, late, rig.deadline(10_000))).isEqualTo(Engine.MISSED);
            late.release();
            rig.device.workStatus = EmulatedDevice.STICKY;
            Frame next = rig.frame(BGR, true);
            assertThat(rig.engine.run(plan, next, rig.deadline(AMPLE))).isEqualTo(Engine.LOST);
            assertThat(rig.engine.lastError()).isEqualTo("model.engine: the GPU is lost: emulated error 700");
            assertThat(rig.engine.run(plan, next, rig.deadline(AMPLE))).isEqualTo(Engine.LOST);
            next.release();
            assertThatThrownByRelease(late, true);
        }
    }

    @Test
    void shouldBeLostWhenASubmissionMeetsAStickyError() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int plan = rig.prepare(BGR);
            rig.device.submitStatus = EmulatedDevice.STICKY;
            Frame frame = rig.frame(BGR, true);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.LOST);
            frame.release();
            assertThat(rig.engine.run()).isEqualTo(Engine.LOST);
        }
    }

    @Test
    void shouldBeLostWhenTheFirstRunOfAFormatHangsAndKeepWhatTheDeviceMayUse() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            rig.device.hangs = true;
            long begunNs = rig.device.clock.nanoTime();
            assertThat(rig.prepare(BGR)).isEqualTo(-1);
            assertThat(rig.device.clock.nanoTime() - begunNs)
                    .as("virtual ns")
                    .isBetween(SetUpWait.BOUND_NS, SetUpWait.BOUND_NS + 1_000_000);
            assertThat(rig.engine.lastError())
                    .startsWith("model.engine: the GPU is lost: frames of FrameFormat")
                    .endsWith("not done after 60 s: the device hangs");
            assertThat(rig.prepare(BGR)).as("at once").isEqualTo(-1);
            int objects = rig.device.objects();
            rig.engine.close();
            assertThat(rig.device.objects()).isEqualTo(objects).isPositive();
        }
    }

    @Test
    void shouldBeLostWhenTheFirstRunOfAFormatBreaksTheDevice() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            rig.device.workStatus = EmulatedDevice.STICKY;
            assertThat(rig.prepare(BGR)).isEqualTo(-1);
            assertThat(rig.engine.lastError())
                    .startsWith("model.engine: the GPU is lost: ")
                    .endsWith("emulated error 700");
            assertThat(rig.engine.run()).isEqualTo(Engine.LOST);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldTellWhatItSubmitted(boolean isPinned) throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            assertThat(rig.engine.graph()).isZero();
            int plan = rig.prepare(NV12);
            Frame frame = rig.frame(NV12, isPinned);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.engine.graph()).isNotZero();
            assertThat(rig.engine.stream()).isNotZero();
            assertThat(rig.engine.event()).isNotZero();
            assertThat(rig.engine.firedNs() - rig.engine.submittedNs()).isGreaterThanOrEqualTo(rig.device.runNs);

            byte[] there = uploaded(rig.engine.uploads());
            Frame other = rig.frame(NV12, isPinned);
            assertThat(rig.engine.run(plan, other, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(uploaded(rig.engine.uploads())).as("another picture").isNotEqualTo(there);
            frame.release();
            other.release();

            assertThat(rig.engine.run()).isEqualTo(Engine.OK);
            assertThat(rig.engine.graph()).as("a run of tensors").isZero();
            assertThat(rig.engine.uploads())
                    .hasSize(3)
                    .startsWith(rig.engine.inputs().get(0).address());
        }
    }

    /** What the copies bring to the device, which holds it already. */
    private static byte[] uploaded(long[] copies) {
        assertThat(copies).isNotEmpty();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < copies.length; i += 3) {
            byte[] from = new byte[(int) copies[i + 2]];
            byte[] to = new byte[from.length];
            new BytePointer(TrtRig.at(copies[i])).get(from);
            new BytePointer(TrtRig.at(copies[i + 1])).get(to);
            assertThat(to).isEqualTo(from);
            all.writeBytes(from);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false", "false, false"})
    void shouldReadMappedFramesInPlaceOrCopyThemWhenTheDeviceRefuses(boolean isIntegrated, boolean isTaken)
            throws EngineException {
        try (TrtRig rig = new TrtRig()) {
            rig.device.integrated = isIntegrated;
            rig.open();
            rig.frame(BGR, false).release();
            int plan = rig.prepare(BGR);
            Frame frame = rig.frame(BGR, false);
            long bytes = (long) frame.stride(0) * BGR.height() + 256;
            rig.device.failAt = isTaken ? 0 : rig.device.makings + 1;
            int objects = rig.device.objects();
            rig.engine.register(frame.address(0), bytes);
            assertThat(rig.pinned.covers(frame.address(0), bytes)).isEqualTo(isTaken);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.output()).isEqualTo(TrtRig.onCpu(frame));
            if (!isIntegrated) {
                assertThat(rig.engine.uploads()[0] == frame.address(0)).isEqualTo(isTaken);
            }
            rig.engine.unregister(frame.address(0), bytes);
            assertThat(rig.pinned.covers(frame.address(0), 1)).isFalse();
            assertThat(rig.device.objects()).isEqualTo(objects);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            frame.release();
            assertThat(rig.device.fault()).isEmpty();
        }
    }

    @Test
    void shouldCopyFramesThatASharedMemoryDeviceSeesAtAnotherAddress() throws EngineException {
        try (TrtRig rig = new TrtRig()) {
            rig.device.integrated = true;
            rig.device.seenBehind = 64;
            rig.open();
            Frame frame = rig.frame(BGR, false);
            int objects = rig.device.objects();
            rig.engine.register(frame.address(0), 256);
            assertThat(rig.pinned.covers(frame.address(0), 1)).isFalse();
            assertThat(rig.device.objects()).isEqualTo(objects);
            frame.release();
        }
    }

    @Test
    void shouldReportAPassingErrorAndServeTheNextFrame() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int plan = rig.prepare(BGR);
            Frame frame = rig.frame(BGR, true);
            rig.device.submitStatus = EmulatedDevice.PASSING;
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.ERROR);
            assertThat(rig.engine.lastError()).isEqualTo("model.engine: emulated error 1");
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.output()).isEqualTo(TrtRig.onCpu(frame));
            frame.release();
            assertThatThrownByRelease(frame, true);
        }
    }

    @Test
    void shouldLaunchOneByOneWhereTheDeviceRefusesTheCapture() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            rig.device.captureStatus = 900;
            int plan = rig.prepare(BGR);
            assertThat(rig.engine.description()).endsWith(", no graph (emulated error 900)");
            Frame frame = rig.frame(BGR, true);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.output()).isEqualTo(TrtRig.onCpu(frame));
            rig.network.refuses = true;
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.ERROR);
            assertThat(rig.engine.lastError()).isEqualTo("model.engine: refused by the test");
            frame.release();
        }
    }

    @Test
    void shouldRefuseAFormatWhoseFirstRunFails() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            rig.network.refuses = true;
            assertThat(rig.prepare(BGR)).isEqualTo(-1);
            assertThat(rig.engine.lastError())
                    .startsWith("model.engine: frames of FrameFormat")
                    .endsWith("first run: the network refused to be enqueued");
            assertThat(rig.prepare(BGR)).isZero();
        }
    }

    @Test
    void shouldMakeAPlanForEachFormatAndForgetIt() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            int first = rig.prepare(BGR);
            int objects = rig.device.objects();
            long bytes = rig.device.bytes();
            int second = rig.prepare(NV12);
            assertThat(second).isNotEqualTo(first);
            Frame frame = rig.frame(NV12, false);
            assertThat(rig.engine.run(second, frame, rig.deadline(10_000))).isEqualTo(Engine.MISSED);
            rig.engine.forget(second);
            assertThat(rig.device.objects()).isEqualTo(objects);
            assertThat(rig.device.bytes()).isEqualTo(bytes);
            assertThat(rig.prepare(NV12)).as("the place is used again").isEqualTo(second);
            assertThat(rig.engine.run(second, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            assertThat(rig.output()).isEqualTo(TrtRig.onCpu(frame));
            frame.release();
            assertThat(rig.device.fault()).isEmpty();
        }
    }

    @Test
    void shouldRunTensorsWithoutAFrame() throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            long input = rig.engine.inputs().get(0).address();
            for (int i = 0; i < TrtRig.VALUES; i++) {
                TrtRig.view(input).put(i, i);
            }
            assertThat(rig.engine.run()).isEqualTo(Engine.OK);
            assertThat(rig.output()).startsWith(0, 1, 2).endsWith(TrtRig.VALUES - 1);
            assertThat(rig.engine.result()).as("no decoder").isZero();
        }
    }

    @Test
    void shouldFreeEverythingWhicheverMakingFails() throws EngineException {
        int makings = oneLife(new TrtRig());
        assertThat(makings).isGreaterThan(15);
        for (int k = 1; k <= makings; k++) {
            TrtRig rig = new TrtRig();
            rig.device.failAt = k;
            int failing = k;
            try {
                oneLife(rig);
            } catch (EngineException | IllegalStateException e) {
                assertThat(e).hasMessageContaining("refused by the test").hasMessageNotContaining("\n");
            }
            assertThat(rig.device.objects())
                    .as("objects left when making %d failed", failing)
                    .isZero();
            assertThat(rig.device.bytes()).isZero();
            assertThat(rig.device.fault()).isEmpty();
        }
    }

    /** Loads, runs two formats, closes; how much was made. */
    private static int oneLife(TrtRig rig) throws EngineException {
        try (rig) {
            rig.open();
            for (FrameFormat format : List.of(BGR, NV12)) {
                int plan = rig.prepare(format);
                if (plan >= 0) {
                    Frame frame = rig.frame(format, false);
                    assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
                    frame.release();
                } else {
                    assertThat(rig.engine.lastError()).contains("refused by the test");
                }
            }
        }
        return rig.device.makings;
    }

    @Test
    void shouldLeaveNothingBehindOver200Lives() throws EngineException {
        TrtRig rig = new TrtRig();
        for (int i = 0; i < 200; i++) {
            rig.open();
            int plan = rig.prepare(BGR);
            Frame frame = rig.frame(BGR, false);
            assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
            frame.release();
            rig.engine.close();
            assertThat(rig.device.objects()).as("after life %d", i).isZero();
            assertThat(rig.device.bytes()).isZero();
        }
        rig.close();
        assertThat(rig.device.fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 0", "true, 900"})
    void shouldAllocateNothingPerFrame(boolean isPinned, int captureStatus) throws EngineException {
        try (TrtRig rig = new TrtRig().open()) {
            rig.device.captureStatus = captureStatus;
            int plan = rig.prepare(BGR);
            Frame frame = rig.frame(BGR, isPinned);
            List<Long> rounds = new ArrayList<>();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long bytes = 1;
            while (bytes != 0 && rounds.size() < 12) {
                long start = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 200; i++) {
                    if (rig.engine.run(plan, frame, rig.device.clock.nanoTime() + AMPLE) != Device.OK) {
                        throw new AssertionError(rig.engine.lastError());
                    }
                }
                bytes = threads.getCurrentThreadAllocatedBytes() - start;
                rounds.add(bytes);
            }
            frame.release();
            assertThat(rounds).endsWith(0L);
        }
    }

    @Test
    void shouldRefuseATensorThatCannotBeBound() {
        EmulatedDevice device = new EmulatedDevice();
        assertThatThrownBy(() -> {
                    EmulatedInference network = new EmulatedInference(
                            device,
                            List.of(),
                            List.of(new dev.saccade.tensor.TensorSpec(
                                    "scores", dev.saccade.tensor.TensorType.FLOAT32, 4)),
                            (in, out) -> {});
                    network.unbindable = "scores";
                    new TrtEngine(
                                    "model.engine",
                                    network,
                                    device,
                                    dev.saccade.engine.DeviceOptions.Priority.HIGH,
                                    new PinnedRanges(),
                                    device.clock,
                                    Pause.PARK)
                            .close();
                })
                .isInstanceOf(EngineException.class)
                .hasMessage("model.engine: tensor scores cannot be bound: refused by the test");
        assertThat(device.objects()).isZero();
    }

    @Test
    void shouldDecodeOnTheDeviceInTheSameSubmission() throws EngineException {
        int top = 5;
        try (TrtRig rig = new TrtRig().open();
                GpuDecoderSpec spec = new GpuDecoderSpec()) {
            spec.kind(GpuDecoderSpec.KIND_LOGITS)
                    .outputs(1)
                    .types(0, Preprocess.TYPE_FLOAT32)
                    .elements(0, TrtRig.VALUES)
                    .classes(TrtRig.VALUES)
                    .top(top);
            long program = GpuProgram.decoder(spec);
            assertThat(program).isNotZero();
            rig.engine.decodeWith(program, 0);
            GpuProgram.destroy(program);
            int plan = rig.prepare(NV12);
            for (int i = 0; i < 3; i++) {
                Frame frame = rig.frame(NV12, true);
                assertThat(rig.engine.run(plan, frame, rig.deadline(AMPLE))).isEqualTo(Engine.OK);
                float[] values = TrtRig.onCpu(frame);
                int best = 0;
                for (int v = 1; v < values.length; v++) {
                    best = values[v] > values[best] ? v : best;
                }
                IntPointer result = new IntPointer(TrtRig.view(rig.engine.result()));
                assertThat(result.get(GpuProgram.RESULT_FAULT / 4)).isZero();
                assertThat(result.get(GpuProgram.RESULT_COUNT / 4)).isEqualTo(top);
                assertThat(result.get(GpuProgram.RESULT_HEADER / 4)).isEqualTo(best);
                frame.release();
            }
            assertThatThrownBy(() -> rig.engine.decodeWith(0, 0)).isInstanceOf(IllegalStateException.class);
            assertThat(rig.device.fault()).isEmpty();
        }
    }
}
