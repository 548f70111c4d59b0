package dev.saccade.models.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameRecord;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.GateTrial;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.precision.HalfWeights;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantLayer;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.precision.ValueRange;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole quantisations of a small classifier on synthetic frames. */
class Int8PackageTest {
    private static final EngineOptions ENGINE = new EngineOptions(1, false, -1, null);

    @TempDir
    Path work;

    private final List<String> stages = new ArrayList<>();

    @Test
    void shouldLeaveANetworkWholeThatPasses() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");

        Int8Report report = convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        assertThat(report.isPassed()).as(report.gate().verdict()).isTrue();
        assertThat(report.int8Layers()).isEqualTo(4);
        assertThat(report.macShare()).isEqualTo(1);
        assertThat(report.attempts())
                .extracting(Int8Report.Attempt::stage)
                .containsExactly(Int8Report.Stage.SELECTION, Int8Report.Stage.FINAL);
        assertThat(report.isFinal()).isTrue();
        assertThat(report.latency().ratio()).isPositive();
        assertThat(report.layers())
                .allSatisfy(layer -> assertThat(layer.alone()).isNotNull());
        // 32 x 32 pixels, each 2 x 3 products.
        assertThat(report.layers().get(0).macs()).isEqualTo(32 * 32 * 6);
        ModelPackage made = ModelPackages.read(work.resolve("int8"));
        assertThat(made.name()).isEqualTo("classes-int8");
        assertThat(Precision.of(made.model())).isEqualTo(Precision.INT8);
        assertThat(made.provenance())
                .containsEntry("licence", "none")
                .containsEntry("sha256", report.sha256())
                .containsEntry("int8-from", "classes")
                .containsEntry("int8-layers", "4 of 4")
                .containsEntry("int8-calibration", "mse, 5 frames")
                .containsEntry("int8-gate", "passed on 2 frames that chose nothing")
                .containsEntry("int8-made-by", "tester");
        assertThat(stages)
                .contains(
                        "reading frames",
                        "calibrating",
                        "trying each layer",
                        "gate, 0 restored",
                        "final gate, 0 restored");
    }

    @Test
    void shouldFindThePlantedLayerFirstAndRestoreItAlone() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), true, "gate: {relative: 0.1, cosine: 0.99}\n");

        Int8Report report = convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        Int8Layer worst = report.layers().stream()
                .max(Comparator.comparingDouble(layer -> layer.alone().noise()))
                .orElseThrow();
        assertThat(worst.node()).isEqualTo(PlantedNetwork.SENSITIVE);
        assertThat(worst.isInt8()).isFalse();
        assertThat(worst.reason()).contains("until the gate passed");
        assertThat(report.int8Layers()).isEqualTo(3);
        assertThat(report.attempts()).extracting(Int8Report.Attempt::isPassed).containsExactly(false, true, true);
        assertThat(ModelPackages.read(work.resolve("int8")).provenance())
                .containsEntry("int8-fp32-layers", PlantedNetwork.SENSITIVE);
    }

    @Test
    void shouldKeepWhatIsNamedAndSparesTheFirstAndLast() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), true, "gate: {relative: 0.1, cosine: 0.99}\n");
        Int8Options options = new Int8Options(
                QuantTarget.CPU,
                Set.of(Calibration.MINMAX),
                Set.of(PlantedNetwork.SENSITIVE),
                true,
                Precision.FP32,
                9,
                0,
                "",
                ENGINE);

        Int8Report report = convert(model, "int8", options, 9);

        assertThat(report.isPassed()).as(report.gate().verdict()).isTrue();
        assertThat(report.layers()).extracting(Int8Layer::isInt8).containsExactly(false, false, true, false);
        assertThat(report.layers())
                .extracting(Int8Layer::reason)
                .containsExactly("kept as the first layer", "kept by request", "", "kept as the last layer");
        assertThat(report.layers())
                .allSatisfy(layer -> assertThat(layer.alone()).isNull());
    }

    @Test
    void shouldPassForTheCpuAsWell() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");

        Int8Report report = convert(model, "int8", QuantTarget.CPU, Set.of());

        assertThat(report.isPassed()).as(report.gate().verdict()).isTrue();
        assertThat(report.int8Layers()).isEqualTo(4);
    }

    @Test
    void shouldGiveTheSameBytesTwice() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");

        Int8Report first = convert(model, "first", QuantTarget.TENSORRT, Set.of());
        Int8Report second = convert(model, "second", QuantTarget.TENSORRT, Set.of());

        assertThat(first.sha256()).isEqualTo(second.sha256());
        assertThat(Files.mismatch(work.resolve("first/model.yaml"), work.resolve("second/model.yaml")))
                .isEqualTo(-1);
    }

    @Test
    void shouldLeaveNothingWhereTheGateCannotPass() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "gate: {relative: 0}\n");

        Int8Report report = convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        assertThat(report.isPassed()).isFalse();
        assertThat(report.attempts()).extracting(Int8Report.Attempt::restored).containsExactly(0, 1, 2, 3);
        assertThat(report.isFinal()).isFalse();
        assertThat(report.gate().verdict()).contains("relative");
        assertThat(report.latency()).isNull();
        assertThat(work.resolve("int8")).doesNotExist();
        assertThat(work.toFile().list()).containsExactly("model");
    }

    @Test
    void shouldJudgeOnPicturesThatChoseNothing() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), true, "gate: {relative: 0.1, cosine: 0.99}\n");

        Int8Report report = convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        List<String> judged =
                report.gate().frames().stream().map(FrameRecord::sha256).toList();
        assertThat(report.calibrationFrames()).hasSize(5).doesNotHaveDuplicates();
        assertThat(report.selectionFrames()).hasSize(2).doesNotContainAnyElementsOf(report.calibrationFrames());
        assertThat(judged)
                .hasSize(2)
                .doesNotContainAnyElementsOf(report.calibrationFrames())
                .doesNotContainAnyElementsOf(report.selectionFrames());
    }

    @Test
    void shouldTakeTheCalibrationThatCostsTheOutputsLeast() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");
        Int8Options options = new Int8Options(
                QuantTarget.TENSORRT, Set.of(Calibration.values()), Set.of(), false, Precision.FP32, 9, 0, "", ENGINE);

        Int8Report report = convert(model, "int8", options, 9);

        assertThat(report.tried()).extracting(Int8Report.Tried::calibration).containsExactly(Calibration.values());
        Int8Report.Tried best = report.tried().stream()
                .min(Comparator.comparingDouble(tried -> tried.distance().noise()))
                .orElseThrow();
        assertThat(report.calibration()).isEqualTo(best.calibration());
    }

    @Test
    void shouldMakeWhatIsRestoredHalfWhenAsked() throws Exception {
        Path directory = PlantedNetwork.write(work.resolve("model"), false, "");
        QuantNetwork network = QuantNetwork.of(directory.resolve("model.onnx"), QuantTarget.TENSORRT);
        Set<QuantLayer> quantised = new LinkedHashSet<>(network.layers());
        Set<QuantLayer> first = Set.of(network.layers().get(0));
        quantised.removeAll(first);
        Map<String, ValueRange> ranges = ranges(network, 64);

        assertThat(HalfWeights.of(new Int8Networks(network, ranges, Set.of(), Precision.FP16).of(quantised)))
                .isEqualTo(1);
        assertThat(HalfWeights.of(new Int8Networks(network, ranges, first, Precision.FP16).of(quantised)))
                .isZero();
        assertThat(HalfWeights.of(new Int8Networks(network, ranges, Set.of(), Precision.FP32).of(quantised)))
                .isZero();
    }

    @Test
    void shouldJudgeTheHalvesThatItPublishes() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), true, "gate: {relative: 0.1, cosine: 0.99}\n");
        Int8Options options = new Int8Options(
                QuantTarget.TENSORRT, Set.of(Calibration.MSE), Set.of(), false, Precision.FP16, 9, 2, "", ENGINE);

        Int8Report report = convert(model, "int8", options, 9);

        assertThat(report.isPassed()).as(report.gate().verdict()).isTrue();
        assertThat(report.rest()).isEqualTo(Precision.FP16);
        assertThat(ModelPackages.read(work.resolve("int8")).provenance())
                .containsEntry("int8-fp16-layers", PlantedNetwork.SENSITIVE);
    }

    @Test
    void shouldSweepWhatAKilledRunLeft() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");
        Path left = Files.createDirectories(work.resolve(".saccade-int8/0"));
        Files.writeString(left.resolve("frame-0"), "pixels");
        Files.createFile(work.resolve(".saccade-int8/0.lock"));

        convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        assertThat(work.toFile().list()).containsExactlyInAnyOrder("model", "int8");
    }

    @Test
    void shouldRefuseTooFewFramesAnUnknownLayerAndAFullDirectory() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");

        assertThatThrownBy(() -> convert(model, "int8", options(QuantTarget.TENSORRT, Set.of()), 7))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("7 frames, 7 different ones")
                .hasMessageContaining("8 or more (4 calibrate, 2 choose the layers, 2 judge)");
        assertThatThrownBy(() -> convert(model, "int8", QuantTarget.TENSORRT, Set.of("nose")))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("'nose' is no layer");
        assertThatThrownBy(() -> convert(model, "model", QuantTarget.TENSORRT, Set.of()))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("not empty");
        assertThat(work.toFile().list()).containsExactly("model");
    }

    @Test
    void shouldLeaveALayerAloneWhoseInputHeldNoNumbers() throws Exception {
        Path model = PlantedNetwork.write(work.resolve("model"), false, "");
        PlantedNetwork.addBranchOfLogarithms(model);

        Int8Report report = convert(model, "int8", QuantTarget.TENSORRT, Set.of());

        assertThat(report.isPassed()).as(report.gate().verdict()).isTrue();
        assertThat(report.int8Layers()).isEqualTo(4);
        assertThat(report.layers().get(4).reason()).contains("held NaN or infinity");
        assertThat(report.layers().get(4).alone()).isNull();
    }

    @Test
    void shouldFailTheGateWithAWrongScale() throws Exception {
        ModelPackage model = ModelPackages.read(PlantedNetwork.write(work.resolve("model"), false, ""));
        QuantNetwork network = QuantNetwork.of(model.model(), QuantTarget.TENSORRT);

        // Pixels are 0..1, and nothing between the layers of this network is beyond 64.
        GateResult right = judge(model, network, 64);
        GateResult wrong = judge(model, network, 0.1f);

        assertThat(right.outputs().get(0).error().cosine()).isGreaterThan(0.9);
        assertThat(wrong.isPassed()).isFalse();
        assertThat(wrong.failures()).extracting(check -> check.name()).contains("relative");
    }

    private GateResult judge(ModelPackage model, QuantNetwork network, float most) throws Exception {
        Map<String, ValueRange> ranges = ranges(network, most);
        NetworkFiles files = new NetworkFiles(model, work);
        ModelPackage candidate = files.with(network.write(Set.copyOf(network.layers()), ranges));
        MonotonicClock clock = MonotonicClock.SYSTEM;
        try (Subject reference = Subject.reference(model, ENGINE);
                Subject judged = Subject.candidate(candidate, Backend.CPU, ENGINE);
                FrameSupply supply = supply(4);
                GateTrial trial = new GateTrial(reference, judged, Precision.INT8, clock)) {
            trial.compare(supply, done -> {});
            return trial.judge(supply.uri());
        }
    }

    private static Map<String, ValueRange> ranges(QuantNetwork network, float most) {
        Map<String, ValueRange> ranges = new HashMap<>();
        network.tensors().forEach(tensor -> ranges.put(tensor, new ValueRange(-most, most)));
        ranges.put("input", new ValueRange(0, Math.min(1, most)));
        return ranges;
    }

    private Int8Report convert(Path model, String to, QuantTarget target, Set<String> keep) throws Exception {
        return convert(model, to, options(target, keep), 9);
    }

    private Int8Report convert(Path model, String to, Int8Options options, int frames) throws Exception {
        try (FrameSupply supply = supply(frames)) {
            return Int8Package.convert(
                    model, work.resolve(to), options, supply, (stage, done, of) -> stages.add(stage));
        }
    }

    private static Int8Options options(QuantTarget target, Set<String> keep) {
        return new Int8Options(target, Set.of(Calibration.MSE), keep, false, Precision.FP32, 9, 2, "tester", ENGINE);
    }

    private static FrameSupply supply(int frames) throws Exception {
        return new FrameSupply(
                Cameras.open("synthetic:?size=64x48&pace=max"),
                HostFrameMemory.INSTANCE,
                frames,
                MonotonicClock.SYSTEM);
    }
}
