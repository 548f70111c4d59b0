package dev.saccade.models.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.HalfPackage;
import dev.saccade.models.precision.Islands;
import dev.saccade.models.precision.Ports;
import dev.saccade.models.precision.Precision;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole comparisons: a sound engine passes, and each kind of broken one is caught by its own check. */
class GateTrialTest {
    private static final EngineOptions OPTIONS = new EngineOptions(1, false, -1, null);

    @TempDir
    Path work;

    private ModelPackage model;
    private LayerDivergence layers;

    @BeforeEach
    void write() throws Exception {
        model = Networks.write(work.resolve("model"), 1, "");
    }

    @Test
    void shouldPassTheOptimisedGraphBesideTheWrittenOne() throws Exception {
        GateResult result = judge(Subject.candidate(model, Backend.CPU, OPTIONS), model);

        assertThat(result.isPassed()).as(result.verdict()).isTrue();
        assertThat(result.frames()).hasSize(6).allSatisfy(f -> assertThat(f.sha256())
                .hasSize(64));
        assertThat(result.frames().stream().map(FrameRecord::sha256).distinct()).hasSize(6);
        assertThat(layers.node()).isNull();
    }

    @Test
    void shouldPassAnFp16PackageByItsOwnLimits() throws Exception {
        HalfPackage.convert(model.directory(), work.resolve("half"), Islands.none(), Ports.FP32);
        ModelPackage half = dev.saccade.model.ModelPackages.read(work.resolve("half"));

        GateResult result = judge(Subject.candidate(half, Backend.CPU, OPTIONS), half);

        assertThat(result.precision()).isEqualTo(Precision.FP16);
        assertThat(result.isPassed()).as(result.verdict()).isTrue();
        assertThat(result.outputs().get(0).error().relative()).isPositive();
        assertThat(layers.compared()).isPositive();
    }

    @Test
    void shouldCatchAChangedWeightAndNameItsNode() throws Exception {
        ModelPackage changed = Networks.write(work.resolve("changed"), -2, "");

        GateResult result = judge(Subject.candidate(changed, Backend.CPU, OPTIONS), changed);

        assertThat(result.failures()).extracting(Check::name).contains("relative");
        assertThat(result.verdict()).contains("output scores", "over 0.001 by ");
        assertThat(layers.isBeyond()).isTrue();
        assertThat(layers.operator()).isEqualTo("Conv");
        assertThat(layers.position()).isEqualTo(3);
    }

    @Test
    void shouldCatchAnEngineThatAnswersEveryFrameAlike() throws Exception {
        GateResult result = judge(scripted((engine, run) -> fill(engine, 0x3f)), model);

        assertThat(result.failures())
                .extracting(Check::name)
                .contains("distinct")
                .doesNotContain("unrepeated");
    }

    @Test
    void shouldCatchAnEngineThatAnswersOneFrameInTwoWays() throws Exception {
        GateResult result = judge(scripted((engine, run) -> fill(engine, run % 2 == 0 ? 0x3f : 0x40)), model);

        assertThat(result.failures()).extracting(Check::name).contains("unrepeated");
    }

    @Test
    void shouldCountAnEngineThatFails() throws Exception {
        GateResult result = judge(scripted((engine, run) -> run == 2 ? Engine.ERROR : Engine.OK), model);

        assertThat(result.checks().get(0).text()).startsWith("faults 1");
        assertThat(result.isPassed()).isFalse();
    }

    @Test
    void shouldRefuseAnotherModelAndASingleFrame() throws Exception {
        ModelPackage other = Networks.write(work.resolve("other"), 1, "");
        Files.writeString(work.resolve("other/labels.txt"), "a\nb\nc\nd\n");
        ModelPackage renamed = dev.saccade.model.ModelPackages.read(other.directory());

        assertThatThrownBy(() -> judge(Subject.candidate(renamed, Backend.CPU, OPTIONS), renamed))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("labels differ");
        assertThatThrownBy(() -> judge(Subject.candidate(model, Backend.CPU, OPTIONS), model, 1))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("2 or more");
    }

    @Test
    void shouldJudgeByThePackagesOwnLimits() throws Exception {
        ModelPackage strict = Networks.write(work.resolve("strict"), 1, "gate: {relative: 0}\n");
        model = strict;
        ModelPackage changed = Networks.write(work.resolve("changed"), 1.0001f, "gate: {relative: 1}\n");

        GateResult result = judge(Subject.candidate(changed, Backend.CPU, OPTIONS), changed);

        assertThat(result.failures()).extracting(Check::name).containsExactly("relative");
    }

    @Test
    void shouldWriteARecordThatCanBeRead() throws Exception {
        GateResult result = judge(Subject.candidate(model, Backend.CPU, OPTIONS), model);
        Path file = Files.writeString(work.resolve("gate.yaml"), GateReport.yaml(result));

        Object gate = PlainYaml.read(file, "gate:", "docs/verify.md").get("gate");

        assertThat(gate)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("verdict", "passed")
                .containsEntry("precision", "fp32")
                .containsEntry("candidate-identity", model.identity());
        assertThat(((Map<?, ?>) gate).get("numbers").toString()).contains("cosine", "top1", "p99-ms");
        assertThat(GateReport.json(result, layers).at("/frames")).hasSize(6);
    }

    private GateResult judge(Subject candidate, ModelPackage judged) throws Exception {
        return judge(candidate, judged, 6);
    }

    private GateResult judge(Subject candidate, ModelPackage judged, int frames) throws Exception {
        MonotonicClock clock = MonotonicClock.SYSTEM;
        try (candidate;
                Subject reference = Subject.reference(model, OPTIONS);
                FrameSupply supply = new FrameSupply(
                        Cameras.open("synthetic:?size=64x48&pace=max"), HostFrameMemory.INSTANCE, frames, clock);
                GateTrial trial = new GateTrial(reference, candidate, Precision.of(judged.model()), clock)) {
            trial.compare(supply, done -> {});
            trial.measure(5000, Long.MAX_VALUE);
            assertThat(trial.worst()).hasSize(4);
            layers = LayerSearch.find(model, judged, trial.worst().get(0).input(), OPTIONS);
            return trial.judge(supply.uri());
        }
    }

    private Subject scripted(Script script) throws Exception {
        return Subject.over(model, new ScriptedEngine(Engines.load(model, Backend.CPU, OPTIONS), script));
    }

    private static int fill(Engine engine, int value) {
        Tensor output = engine.outputs().get(0);
        byte[] bytes = new byte[(int) output.spec().bytes()];
        java.util.Arrays.fill(bytes, (byte) value);
        try (BytePointer copy = new BytePointer(bytes)) {
            Kernels.copy(output.address(), copy.address(), bytes.length);
        }
        return Engine.OK;
    }

    private interface Script {
        int after(Engine engine, int run);
    }

    /** A sound engine, and what a test does to its outputs after each run. */
    private static final class ScriptedEngine implements Engine {
        private final Engine engine;
        private final Script script;
        private int runs;

        ScriptedEngine(Engine engine, Script script) {
            this.engine = engine;
            this.script = script;
        }

        @Override
        public Backend backend() {
            return engine.backend();
        }

        @Override
        public String description() {
            return "scripted";
        }

        @Override
        public List<Tensor> inputs() {
            return engine.inputs();
        }

        @Override
        public List<Tensor> outputs() {
            return engine.outputs();
        }

        @Override
        public int run() {
            int status = engine.run();
            return status == OK ? script.after(engine, runs++) : status;
        }

        @Override
        public String lastError() {
            return "as the script says";
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
