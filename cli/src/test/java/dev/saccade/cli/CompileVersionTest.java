package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineBuilders;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineMisfitException;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.repository.GateProof;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionCheck;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From a package to a version whose engines were compared, and what refuses one that was not. */
class CompileVersionTest {
    @TempDir
    private Path work;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path tiny;

    @BeforeEach
    void makeModel() throws Exception {
        tiny = TinyDetector.write(work.resolve("tiny"));
    }

    private CompileOptions options(String... more) {
        CompileOptions options = new CompileOptions();
        Stream<String> all = Stream.concat(
                Stream.of(
                        "--repository", work.resolve("repository").toString(),
                        "--device", "cpu",
                        "--gate-source", "synthetic:?size=64x48",
                        "--gate-frames", "4",
                        "--out", work.resolve("reports").toString()),
                Stream.of(more));
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(all.toArray(String[]::new));
        options.gateHz = 1000;
        return options;
    }

    private int compile(CompileOptions options, EngineBuilder builder, String... names) throws Exception {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CompilePublication(List.of(builder), options, new PrintWriter(out, true), new PrintWriter(err, true))
                .compile(List.of(names));
    }

    private int compile(String name, String... more) throws Exception {
        return compile(options(more), EngineBuilders.of(Backend.CPU), name);
    }

    private ModelRepository repository() throws Exception {
        return ModelRepository.open(work.resolve("repository"));
    }

    private StoredVersion version(int number) throws Exception {
        return repository().resolve(Reference.of("tiny@" + number));
    }

    private List<Path> drafts() throws Exception {
        try (Stream<Path> all = Files.list(work.resolve("repository/tiny"))) {
            return all.filter(p -> p.getFileName().toString().startsWith(".draft"))
                    .toList();
        }
    }

    @Test
    void shouldPublishAComparedEngineAndBuildNothingTwice() throws Exception {
        assertThat(compile(tiny.toString())).isZero();

        assertThat(out.toString()).contains("tiny@1  ", "Conv", " fp32\n", "gate      passed ", "signed    no");
        StoredVersion first = version(1);
        VersionCheck.whole(first.directory());
        assertThat(GateProof.gap(first)).isNull();
        Map<String, Object> record = PlainYaml.read(first.record().resolve("record.yaml"), "x", "docs");
        assertThat(record).containsEntry("precision", "fp32").containsKeys("creator", "started", "ended", "compile");
        assertThat(new EngineStore(first.engines()).list()).hasSize(1);
        assertThat(first.engines()).isDirectoryNotContaining("glob:**.drafts");

        assertThat(compile(tiny.toString(), "--json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/0/unchanged")
                        .asBoolean())
                .isTrue();
        assertThat(repository().versions("tiny")).containsExactly(1);

        assertThat(compile("tiny@1", "--again", "--json")).isZero();
        JsonNode again = new ObjectMapper().readTree(out.toString()).at("/0");
        assertThat(again.at("/version").asInt()).isEqualTo(2);
        assertThat(again.at("/parent").asInt()).isEqualTo(1);
        assertThat(new EngineStore(version(2).engines()).list()).hasSize(1);
    }

    @Test
    void shouldMakeAVersionOfEachPrecision() throws Exception {
        CompileOptions options = options("--precision", "fp32,fp16", "--json");
        options.store = work.resolve("cache/engines");

        assertThat(compile(options, EngineBuilders.of(Backend.CPU), tiny.toString()))
                .as(err.toString())
                .isZero();

        assertThat(repository().versions("tiny")).containsExactly(1, 2);
        assertThat(PlainYaml.read(version(2).record().resolve("record.yaml"), "x", "docs"))
                .containsEntry("precision", "fp16");
        assertThat(GateProof.gap(version(2))).isNull();
    }

    @Test
    void shouldQuantiseOnceAndTellHowInTheRecord() throws Exception {
        String[] asked = {"--precision", "int8", "--frames", "synthetic:?size=64x48", "--json"};
        Path yaml = tiny.resolve("model.yaml");
        // What is tested is the way, not this network's accuracy, whose weights are random.
        Files.writeString(yaml, Files.readString(yaml) + "gate: {relative: 1000, cosine: -1, matched: 0, score: 1}\n");
        CompileOptions options = options(asked);
        options.check();
        options.store = store();
        options.gateSource = null;

        assertThat(compile(options, EngineBuilders.of(Backend.CPU), tiny.toString()))
                .as(err.toString())
                .isZero();

        Map<String, Object> record = PlainYaml.read(version(1).record().resolve("record.yaml"), "x", "docs");
        assertThat(record).containsEntry("precision", "int8");
        Map<?, ?> quantisation = (Map<?, ?>) record.get("quantisation");
        List<?> calibrated = (List<?>) quantisation.get("calibration-frames");
        List<?> chose = (List<?>) quantisation.get("selection-frames");
        assertThat(quantisation.get("target")).isEqualTo("cpu");
        assertThat(calibrated).isNotEmpty();
        assertThat(chose).isNotEmpty();
        assertThat(((Map<?, ?>) quantisation.get("final-gate")).get("verdict")).isEqualTo("passed");
        assertThat((List<?>) quantisation.get("final-frames"))
                .isNotEmpty()
                .noneMatch(sha -> calibrated.contains(sha) || chose.contains(sha));

        assertThat(compile(options, EngineBuilders.of(Backend.CPU), tiny.toString()))
                .isZero();
        assertThat(repository().versions("tiny")).containsExactly(1);
    }

    private Path store() {
        return work.resolve("cache/engines");
    }

    @Test
    void shouldRefuseInt8WithoutFramesAndATargetThatTheDeviceRefuses() {
        assertThatThrownBy(() -> options("--precision", "int8").check()).hasMessageContaining("needs --frames");
        assertThatThrownBy(() -> options("--frames", "x").check()).hasMessageContaining("belong to --precision int8");
        CompileOptions onGpu = options("--precision", "int8", "--frames", "x", "--target", "cpu");
        onGpu.device = "cuda:0";
        assertThatThrownBy(onGpu::check).hasMessageContaining("--target cpu makes a network that TensorRT refuses");
        onGpu.target = null;
        assertThat(onGpu.int8Target()).isEqualTo(QuantTarget.TENSORRT);
        assertThat(options("--precision", "int8", "--frames", "x").int8Target()).isEqualTo(QuantTarget.CPU);
    }

    @Test
    void shouldAddAnEngineOfAnotherMachineAndKeepThatOfTheFirst() throws Exception {
        compile(tiny.toString());
        EngineTarget other = new EngineTarget("onnxruntime", "9.9.9", "x86-64-v9", "base");

        // The engine is for elsewhere, so what is compared here is the package's own graph.
        assertThat(compile(options(), new Elsewhere(other), "tiny@1")).isZero();

        assertThat(new EngineStore(version(2).engines()).list())
                .extracting(e -> e.manifest().target())
                .containsExactlyInAnyOrder(EngineBuilders.of(Backend.CPU).target(0), other);
        assertThat(GateProof.gap(version(2))).isNull();
        VersionCheck.whole(version(2).directory());
    }

    @Test
    void shouldPublishNothingThatFailsTheGateAndLeaveItsReport() throws Exception {
        Path yaml = tiny.resolve("model.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "gate: {relative: 0.000000001}\n");
        CompileOptions options = options("--precision", "fp16");
        options.store = work.resolve("cache/engines");
        Path report = work.resolve("reports/compile-tiny-fp16-cpu/report.html");

        assertThatThrownBy(() -> compile(options, EngineBuilders.of(Backend.CPU), tiny.toString()))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FELL_SHORT))
                .hasMessageContaining("tiny-fp16, cpu, fails the gate, and nothing is published: ")
                .hasMessageEndingWith("; see " + report);

        assertThat(report).exists();
        assertThat(repository().versions("tiny")).isEmpty();
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldPublishNothingOfAModelThatTheBuilderRefuses() throws Exception {
        EngineBuilder spoiling = new Elsewhere(null) {
            @Override
            public StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress)
                    throws EngineException {
                throw new EngineException(false, "operator Strange of node n: not supported", null);
            }
        };
        assertThatThrownBy(() -> compile(options(), spoiling, tiny.toString())).hasMessageContaining("Strange");

        assertThat(repository().versions("tiny")).isEmpty();
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldLeaveNothingThatIsReadWhenItIsKilled() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process child = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        classPath,
                        "dev.saccade.cli.Main",
                        "compile",
                        tiny.toString(),
                        "--device",
                        "cpu",
                        "--gate-source",
                        "synthetic:?size=64x48",
                        "--gate-frames",
                        "10000",
                        "--repository",
                        work.resolve("repository").toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("said").toFile())
                .start();
        try {
            while (child.isAlive() && !isEngineBuilt()) {
                child.waitFor(20, TimeUnit.MILLISECONDS);
            }
            assertThat(child.isAlive())
                    .as(Files.readString(work.resolve("said")))
                    .isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(drafts()).hasSize(1);
        assertThat(repository().versions("tiny")).isEmpty();

        assertThat(compile(tiny.toString())).isZero();

        VersionCheck.whole(version(1).directory());
        assertThat(repository().versions("tiny")).containsExactly(1);
    }

    private boolean isEngineBuilt() throws Exception {
        if (!Files.isDirectory(work.resolve("repository/tiny"))) {
            return false;
        }
        try (Stream<Path> all = Files.walk(work.resolve("repository/tiny"))) {
            return all.anyMatch(p -> p.endsWith("engine.yaml"));
        } catch (java.io.UncheckedIOException e) {
            // The child moves its files meanwhile.
            return false;
        }
    }

    @Test
    void shouldGoOnAfterAModelThatIsRefusedAndTellWhich() throws Exception {
        Path bad = TinyDetector.write(work.resolve("bad"));
        Path onnx = bad.resolve("model.onnx");
        Files.write(onnx, java.util.Arrays.copyOf(Files.readAllBytes(onnx), 700));

        int code = compile(options(), EngineBuilders.of(Backend.CPU), bad.toString(), tiny.toString());

        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("saccade: " + bad + " fp32: ").hasLineCount(1);
        assertThat(repository().versions("tiny")).containsExactly(1);
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldBuildNothingWhenOneOfSeveralNamesIsWrong() throws Exception {
        assertThatThrownBy(() -> compile(
                        options(),
                        EngineBuilders.of(Backend.CPU),
                        tiny.toString(),
                        tiny.resolve("model.onnx").toString()))
                .hasMessageContaining("give a package directory");
        assertThatThrownBy(() -> compile(options(), EngineBuilders.of(Backend.CPU), tiny.toString(), "tiny@7"))
                .hasMessageContaining("no model 'tiny'");
        assertThat(work.resolve("repository")).doesNotExist();
    }

    @Test
    void shouldProveNothingByTheGateOfAnotherPackageOrEngine() throws Exception {
        compile(tiny.toString());
        Path record = version(1).record().resolve("record.yaml");
        String text = Files.readString(record);

        String plan =
                new EngineStore(version(1).engines()).list().get(0).manifest().planSha256();
        Files.writeString(record, text.replace(plan, "0".repeat(64)));
        assertThat(GateProof.gap(version(1))).contains("no gate compared its engine for ");
        Files.writeString(record, text.replace("candidate-identity: ", "candidate-identity: 0"));
        assertThat(GateProof.gap(version(1))).contains("another package");
        Files.writeString(record, text.replaceFirst("verdict: \\S+", "verdict: failed"));
        assertThat(GateProof.gap(version(1))).contains("gate that failed");
        Files.writeString(record, "creator: x\n");
        assertThat(GateProof.gap(version(1))).contains("no gate");
    }

    @Test
    void shouldRefuseAVersionsEngineElsewhereAndNameTheCommandThatMendsIt() throws Exception {
        compile(tiny.toString());
        StoredVersion version = version(1);
        ModelPackage model = ModelPackages.read(version.packageDirectory());

        assertThatThrownBy(() -> new EngineStore(version.engines())
                        .find(model, new EngineTarget("tensorrt", "10.6.0", "Orin", "8.7"), 1))
                .isInstanceOf(EngineMisfitException.class)
                .hasMessageContaining("no engine of tiny for Orin (tensorrt 10.6.0)")
                .hasMessageEndingWith(
                        "saccade compile tiny@1 --device cuda:1 --repository " + work.resolve("repository"));
    }

    /** The CPU's builder, whose engines say that they were made elsewhere. */
    private static class Elsewhere implements EngineBuilder {
        private final EngineTarget target;

        Elsewhere(EngineTarget target) {
            this.target = target;
        }

        @Override
        public Backend backend() {
            return Backend.CPU;
        }

        @Override
        public String unavailable() {
            return null;
        }

        @Override
        public EngineTarget target(int device) {
            return target;
        }

        @Override
        public Map<String, String> options(BuildOptions options) {
            return Map.of("typing", "strong");
        }

        @Override
        public StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress)
                throws EngineException {
            return MadeUpBuilder.build(model, options, progress, target);
        }
    }
}
