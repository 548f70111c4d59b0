package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EmulatedFrameEngine;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.fault.FaultyEngine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a perceiver makes of a device's ends, deadlines, clocks and formats. */
class FramePerceiverTest {
    private static final long MS = 1_000_000;
    private static final InputSpec INPUT = Models.input(32, 32);

    private final FakeEngine network = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
    private final EmulatedFrameEngine device = new EmulatedFrameEngine(network);
    private final ManualClock clock = new ManualClock(10 * MS);
    private final Frames frames = new Frames();

    @AfterEach
    void closeFrames() {
        frames.close();
    }

    @Test
    void shouldPassTheDevicesEndsOn() throws Exception {
        try (Perceiver perceiver = classifier()) {
            device.ends(Engine.ERROR, "kernel refused");
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).isEqualTo("kernel refused");

            device.ends(Engine.MISSED, "");
            assertThat(look(perceiver)).isEqualTo(Perceiver.MISSED);

            device.ends(Engine.OK, "");
            assertThat(look(perceiver)).isEqualTo(Perceiver.OK);

            device.ends(Engine.LOST, "no answer for 2000 ms");
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).isEqualTo("the device is lost or hung: no answer for 2000 ms");
            device.ends(Engine.OK, "");
            int runs = network.runs();
            assertThat(look(perceiver)).as("a lost device is not asked again").isEqualTo(Perceiver.FAULT);
            assertThat(network.runs()).isEqualTo(runs);
        }
        assertThat(network.closes()).isEqualTo(1);
    }

    @Test
    void shouldWaitForItsShareOfTheDeadlineFromTheCapture() throws Exception {
        ModelPackage model = Models.of(DecoderKind.SOFTMAX, INPUT, 2);
        probabilities();
        DeviceOptions half = new DeviceOptions(0, DeviceOptions.Priority.NORMAL, 0.5, Path.of("engines"));
        try (Perceiver perceiver = Perceivers.over(model, device, Backend.TENSORRT, half)) {
            look(perceiver);
            assertThat(device.deadlineNs() - clock.nanoTime())
                    .as("no bounds yet: as long as a cold start may take")
                    .isGreaterThanOrEqualTo(2000 * MS);

            perceiver.bounds(20 * MS, 50 * MS);
            Frame frame = frames.next(Frames.bgr(64, 48));
            look(perceiver, frame);
            assertThat(device.deadlineNs()).isEqualTo(frame.captureNs() + 10 * MS);
            assertThat(device.hangTimeoutNs()).isEqualTo(50 * MS);

            perceiver.bounds(Long.MAX_VALUE, 50 * MS);
            look(perceiver);
            assertThat(device.deadlineNs())
                    .as("no deadline: until the device counts as hung")
                    .isEqualTo(clock.nanoTime() + 100 * MS);
        }
    }

    @Test
    void shouldSetTheDevicesClockAgainstTheHosts() throws Exception {
        try (Perceiver perceiver = classifier();
                Perception seen = perceiver.newPerception()) {
            network.onRun(() -> clock.advance(10 * MS));
            device.times(5_000_000 * MS, 5_000_002 * MS, 5_000_007 * MS, 5_000_008 * MS);
            assertThat(stamps(perceiver, seen))
                    .as("leased, preprocessed, inferred, decoded")
                    .containsExactly(0L, 4 * MS, 9 * MS, 10 * MS);

            device.times(0, 0, 100 * MS, 103 * MS);
            assertThat(stamps(perceiver, seen)).as("never before the lease").containsExactly(0L, 0L, 7 * MS, 10 * MS);

            device.times(0, 9 * MS, 5 * MS, 2 * MS);
            assertThat(stamps(perceiver, seen)).as("in order").containsExactly(0L, 10 * MS, 10 * MS, 10 * MS);
        }
    }

    private List<Long> stamps(Perceiver perceiver, Perception seen) {
        long leasedNs = clock.nanoTime();
        Frame frame = frames.next(Frames.bgr(64, 48));
        assertThat(perceiver.perceive(frame, seen, clock)).isEqualTo(Perceiver.OK);
        frame.release();
        assertThat(seen.backend()).isEqualTo(Backend.TENSORRT);
        return List.of(
                seen.leasedNs() - leasedNs,
                seen.preprocessedNs() - leasedNs,
                seen.inferredNs() - leasedNs,
                seen.postprocessedNs() - leasedNs);
    }

    @Test
    void shouldForgetThePlanMadeFirstUnlessItIsInFlight() throws Exception {
        List<FrameFormat> formats = List.of(
                Frames.bgr(64, 48),
                FrameFormat.of(PixelFormat.NV12, 80, 40),
                FrameFormat.of(PixelFormat.YUYV, 32, 8),
                FrameFormat.of(PixelFormat.GRAY8, 8, 4),
                FrameFormat.of(PixelFormat.I420, 24, 16),
                FrameFormat.of(PixelFormat.RGB24, 8, 400));
        try (Perceiver perceiver = classifier()) {
            for (int i = 0; i < 4; i++) {
                look(perceiver, frames.next(formats.get(i)));
            }
            device.ends(Engine.MISSED, "");
            look(perceiver, frames.next(formats.get(0)));
            look(perceiver, frames.next(formats.get(4)));
            assertThat(device.plans()).as("the first is in flight").containsExactly(0, 2, 3, 4);

            device.ends(Engine.OK, "");
            look(perceiver, frames.next(formats.get(4)));
            look(perceiver, frames.next(formats.get(5)));
            assertThat(device.plans()).containsExactly(2, 3, 4, 5);
        }
    }

    @Test
    void shouldSayWhatTheDeviceFound() throws Exception {
        FakeTensor scores = probabilities();
        try (Perceiver perceiver = classifier()) {
            assertThat(device.decodes()).isTrue();
            scores.put(1, Double.NaN);
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).startsWith("output 'p' holds NaN or infinity; check input.scale");
            scores.put(1, 7);
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError())
                    .isEqualTo("output 'p' holds values outside 0..1: values are no probabilities; use decoder kind"
                            + " logits");
            scores.put(1, 0.75);
            assertThat(look(perceiver)).isEqualTo(Perceiver.OK);
        }
    }

    @Test
    void shouldMeetInjectedFaultsWhereRealOnesWouldBe() throws Exception {
        FakeTensor scores = probabilities();
        ModelPackage model = Models.of(DecoderKind.SOFTMAX, INPUT, 2);
        FaultPlan plan =
                FaultPlan.of(List.of(FaultSpec.parse("engine-nan@0ms:1ms"), FaultSpec.parse("device-lost@2ms:1ms")), 1);
        plan.begin(clock.nanoTime());
        try (Perceiver perceiver = Perceivers.over(model, FaultyEngine.inVirtualTime(device, plan, clock))) {
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).startsWith("output 'p' holds NaN");
            clock.advance(MS);
            assertThat(look(perceiver)).isEqualTo(Perceiver.OK);
            assertThat(scores.floatAt(1)).isEqualTo(0.75f);
            clock.advance(MS);
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).contains("device is lost", "injected fault device-lost");
        }
    }

    @Test
    void shouldDecodeHereWhatNoProgramDecodes() throws Exception {
        FakeTensor rows = network.output("d", TensorType.FLOAT32, 1, 1, 6);
        rows.put(0, new double[] {8, 8, 24, 24, 0.5, 0});
        ModelPackage model = Models.of(DecoderKind.NMS_IN_GRAPH, INPUT, 1, "detections", "d");
        try (Perceiver perceiver = Perceivers.over(model, device);
                Perception seen = perceiver.newPerception()) {
            assertThat(device.decodes()).isFalse();
            Frame frame = frames.next(Frames.bgr(64, 64));
            assertThat(perceiver.perceive(frame, seen, clock)).isEqualTo(Perceiver.OK);
            assertThat(seen.detections().x(0)).isEqualTo(16);
            rows.put(4, Double.NaN);
            assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).startsWith("output 'd' holds NaN");
            frame.release();
        }
    }

    @Test
    void shouldLookNoMoreOnceClosedAndRefuseWhatThePackageDoesNotDescribe() throws Exception {
        Perceiver perceiver = classifier();
        perceiver.close();
        perceiver.close();
        assertThat(look(perceiver)).isEqualTo(Perceiver.FAULT);
        assertThat(perceiver.lastError()).isEqualTo("the perceiver is closed");
        assertThat(network.closes()).isEqualTo(1);

        FakeEngine other = new FakeEngine().input("in", TensorType.FLOAT32, 1);
        assertThat(catchThrowableOfType(
                        PackageException.class,
                        () -> Perceivers.over(
                                Models.of(DecoderKind.SOFTMAX, INPUT, 2), new EmulatedFrameEngine(other))))
                .isNotNull();
        assertThat(other.closes()).isEqualTo(1);
    }

    /** As {@link PerceiverAllocationTest}: a round without a byte must come. */
    @Test
    void shouldAllocateNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Long> rounds = new ArrayList<>();
        try (Perceiver perceiver = classifier();
                Perception seen = perceiver.newPerception()) {
            Frame frame = frames.next(Frames.bgr(64, 48));
            long bytes = 1;
            while (bytes != 0 && rounds.size() < 12) {
                long before = threads.getCurrentThreadAllocatedBytes();
                int results = see(perceiver, frame, seen);
                bytes = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(results).isEqualTo(500);
                rounds.add(bytes);
            }
            frame.release();
        }
        assertThat(rounds).as("bytes of each round").endsWith(0L);
    }

    private static int see(Perceiver perceiver, Frame frame, Perception seen) {
        int results = 0;
        for (int i = 0; i < 500; i++) {
            results += perceiver.perceive(frame, seen, MonotonicClock.SYSTEM) == Perceiver.OK ? 1 : 0;
        }
        return results;
    }

    private FakeTensor probabilities() {
        return network.outputs().isEmpty()
                ? network.output("p", TensorType.FLOAT32, 1, 2).put(0, new double[] {0.25, 0.75})
                : (FakeTensor) network.outputs().get(0);
    }

    private Perceiver classifier() throws PackageException, EngineException {
        probabilities();
        return Perceivers.over(Models.of(DecoderKind.SOFTMAX, INPUT, 2), device);
    }

    private int look(Perceiver perceiver) {
        return look(perceiver, frames.next(Frames.bgr(64, 48)));
    }

    private int look(Perceiver perceiver, Frame frame) {
        try (Perception seen = perceiver.newPerception()) {
            return perceiver.perceive(frame, seen, clock);
        } finally {
            frame.release();
        }
    }
}
