package dev.saccade.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class FaultyFrameEngineTest {
    private static final long MS = 1_000_000;

    private final ManualClock manual = new ManualClock(0);
    /** A millisecond passes whenever somebody looks. */
    private final MonotonicClock clock = () -> {
        manual.advance(MS);
        return manual.nanoTime();
    };

    private final Leases frame = new Leases();
    private final Device device = new Device();

    @Test
    void shouldHoldTheFrameOfAHangUntilTheHangIsOver() {
        try (FaultyEngine engine = engine("engine-hang@0ms:60ms")) {
            FrameEngine frames = (FrameEngine) engine;
            assertThat(frames.run(0, frame, manual.nanoTime() + 20 * MS)).isEqualTo(Engine.MISSED);
            assertThat(frame.leases).isEqualTo(1);
            assertThat(frames.run(0, frame, manual.nanoTime() + 10 * MS)).isEqualTo(Engine.MISSED);
            assertThat(frame.leases).as("nothing is submitted meanwhile").isEqualTo(1);
            assertThat(device.runs).isZero();

            assertThat(frames.run(0, frame, manual.nanoTime() + 100 * MS)).isEqualTo(Engine.OK);
            assertThat(frame.leases).isZero();
            assertThat(device.runs).isEqualTo(1);
        }
    }

    @Test
    void shouldLoseTheDeviceWhenAHangOutlastsItsTimeout() {
        try (FaultyEngine engine = engine("engine-hang@0ms:10min")) {
            FrameEngine frames = (FrameEngine) engine;
            frames.hangTimeout(50 * MS);
            assertThat(device.hangTimeoutNs).isEqualTo(50 * MS);
            assertThat(frames.run(0, frame, manual.nanoTime() + 20 * MS)).isEqualTo(Engine.MISSED);
            assertThat(frames.run(0, frame, manual.nanoTime() + 100 * MS)).isEqualTo(Engine.LOST);
            assertThat(engine.lastError()).contains("injected", "50 ms");
            assertThat(frames.run(0, frame, manual.nanoTime() + 100 * MS)).isEqualTo(Engine.LOST);
            assertThat(frame.leases).as("until it is closed").isEqualTo(1);
        }
        assertThat(frame.leases).isZero();
    }

    @Test
    void shouldBeTooLateForTheDeadline() {
        try (FaultyEngine engine = engine("latency=30ms@0ms:10min")) {
            FrameEngine frames = (FrameEngine) engine;
            assertThat(frames.run(0, frame, manual.nanoTime() + 20 * MS)).isEqualTo(Engine.MISSED);
            assertThat(frames.run(0, frame, manual.nanoTime() + 100 * MS)).isEqualTo(Engine.OK);
            assertThat(frame.leases).isZero();
        }
    }

    @Test
    void shouldMarkTheResultWhereTheOutputsStayOnTheDevice() throws Exception {
        try (FaultyEngine engine = engine("engine-nan@0ms:10min")) {
            FrameEngine frames = (FrameEngine) engine;
            frames.decodeWith(1, 0);
            assertThat(frames.run(0, frame, manual.nanoTime() + 20 * MS)).isEqualTo(Engine.OK);
            assertThat(device.result.getInt(GpuProgram.RESULT_FAULT))
                    .as("1 + the first output")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldFetchTheOutputsThatAreToBeBlank() throws Exception {
        try (FaultyEngine engine = engine("output-blank@0ms:10min")) {
            ((FrameEngine) engine).decodeWith(1, 0);
            assertThat(((FrameEngine) engine).result()).isZero();
        }
    }

    @Test
    void shouldFailAsAnyEngineDoes() {
        try (FaultyEngine engine = engine("engine-error@0ms:10min")) {
            assertThat(((FrameEngine) engine).run(0, frame, Long.MAX_VALUE)).isEqualTo(Engine.ERROR);
            assertThat(engine.lastError()).isEqualTo("injected fault engine-error");
            assertThat(device.runs).isZero();
        }
        try (FaultyEngine engine = engine("device-lost@0ms:10min")) {
            assertThat(((FrameEngine) engine).run(0, frame, Long.MAX_VALUE)).isEqualTo(Engine.LOST);
        }
    }

    private FaultyEngine engine(String spec) {
        FaultPlan plan = FaultPlan.of(List.of(FaultSpec.parse(spec)), 1);
        plan.begin(manual.nanoTime());
        return FaultyEngine.inRealTime(device, plan, clock);
    }

    /** Counts leases beyond the caller's. */
    private static final class Leases implements Frame {
        private int leases;

        @Override
        public void retain() {
            leases++;
        }

        @Override
        public void release() {
            leases--;
        }

        @Override
        public long sequence() {
            return 0;
        }

        @Override
        public long captureNs() {
            return 0;
        }

        @Override
        public StampClass stamp() {
            return StampClass.ARRIVAL;
        }

        @Override
        public FrameFormat format() {
            return null;
        }

        @Override
        public long address(int plane) {
            return 0;
        }

        @Override
        public int stride(int plane) {
            return 0;
        }
    }

    /** Counts runs; every one is well. */
    private static final class Device implements FrameEngine {
        private final BytePointer result = new BytePointer(GpuProgram.RESULT_HEADER);
        private boolean decodes;
        private int runs;
        private long hangTimeoutNs;

        @Override
        public void decodeWith(long program, int... outputs) {
            decodes = true;
        }

        @Override
        public int prepare(FrameFormat format, long program) {
            return 0;
        }

        @Override
        public void forget(int plan) {}

        @Override
        public int run(int plan, Frame frame, long deadlineNs) {
            runs++;
            return OK;
        }

        @Override
        public void hangTimeout(long ns) {
            hangTimeoutNs = ns;
        }

        @Override
        public long result() {
            return decodes ? result.address() : 0;
        }

        @Override
        public Backend backend() {
            return Backend.TENSORRT;
        }

        @Override
        public String description() {
            return "device";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public List<Tensor> outputs() {
            return List.of();
        }

        @Override
        public int run() {
            return OK;
        }

        @Override
        public String lastError() {
            return "";
        }

        @Override
        public void close() {
            result.close();
        }
    }
}
