package dev.saccade.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

class FaultyEngineTest {
    private static final long MS = 1_000_000;

    private final ManualClock clock = new ManualClock(0);

    private static FaultPlan plan(String spec) {
        FaultPlan plan = FaultPlan.of(List.of(FaultSpec.parse(spec)), 1);
        plan.begin(0);
        return plan;
    }

    @Test
    void shouldErrWhileTheFaultLastsAndSayThatItWasInjected() {
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, plan("engine-error@10ms:10ms"), clock)) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
            clock.advance(10 * MS);
            assertThat(engine.run()).isEqualTo(Engine.ERROR);
            assertThat(engine.lastError()).contains("injected", "engine-error");
            assertThat(ones.runs).isEqualTo(1);
            clock.advance(10 * MS);
            assertThat(engine.run()).isEqualTo(Engine.OK);
        }
    }

    @Test
    void shouldSpoilTheOutputsAndGiveThemBack() {
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, plan("engine-nan@10ms:10ms"), clock)) {
            clock.advance(10 * MS);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(ones.memory.get(0)).isNaN();
            assertThat(ones.memory.get(5)).isNaN();
            clock.advance(10 * MS);
            engine.run();
            assertThat(ones.memory.get(5)).isEqualTo(1);
        }
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, plan("output-blank@0ms:1s"), clock)) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(ones.memory.get(0)).isZero();
            assertThat(ones.memory.get(5)).isZero();
        }
    }

    @Test
    void shouldHoldItsThreadInRealTimeOnly() {
        MonotonicClock real = MonotonicClock.SYSTEM;
        FaultPlan plan = FaultPlan.of(List.of(FaultSpec.parse("engine-hang@0ms:50ms")), 1);
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inRealTime(ones, plan, real)) {
            long beginNs = real.nanoTime();
            plan.begin(beginNs);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(real.nanoTime() - beginNs).isGreaterThanOrEqualTo(50 * MS);
        }
        FaultPlan virtual = plan("engine-hang@0ms:10min");
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, virtual, clock)) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
        }
    }

    @Test
    void shouldRunOutOfMemoryAndLoseTheDeviceForGood() {
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, plan("engine-oom@0ms:10ms"), clock)) {
            assertThat(engine.run()).isEqualTo(Engine.ERROR);
            assertThat(engine.lastError()).contains("injected", "out of memory");
        }
        try (Ones ones = new Ones();
                FaultyEngine engine = FaultyEngine.inVirtualTime(ones, plan("device-lost@10ms:10ms"), clock)) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
            clock.advance(10 * MS);
            assertThat(engine.run()).isEqualTo(Engine.LOST);
            clock.advance(1000 * MS);
            assertThat(engine.run()).as("lost is lost").isEqualTo(Engine.LOST);
            assertThat(engine.lastError()).contains("injected", "device-lost");
        }
    }

    /** Six outputs of 1. */
    private static final class Ones implements Engine, Tensor {
        private final FloatPointer memory = new FloatPointer(6);
        private final TensorSpec spec = new TensorSpec("ones", TensorType.FLOAT32, 1, 6);
        private int runs;

        @Override
        public int run() {
            runs++;
            memory.put(1, 1, 1, 1, 1, 1);
            return OK;
        }

        @Override
        public Backend backend() {
            return Backend.CPU;
        }

        @Override
        public String description() {
            return "ones";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(this);
        }

        @Override
        public String lastError() {
            return "";
        }

        @Override
        public TensorSpec spec() {
            return spec;
        }

        @Override
        public long address() {
            return memory.address();
        }

        @Override
        public long dim(int i) {
            return spec.dim(i);
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
