package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.Engines;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileCommandTest {
    @TempDir
    Path work;

    private final MadeUpBuilder builder = new MadeUpBuilder();
    private final CompileOptions options = new CompileOptions();
    private final StringWriter out = new StringWriter();
    private Path tiny;

    @BeforeEach
    void makeModel() throws IOException {
        tiny = TinyDetector.write(work.resolve("tiny"));
        options.store = work.resolve("engines");
    }

    @Test
    void shouldPrintWhereTheEngineLiesAndWhatItIs() throws Exception {
        assertThat(compile(tiny)).isZero();

        var engine = new EngineStore(options.store).find(ModelPackages.read(tiny), MadeUpBuilder.TARGET);
        assertThat(out.toString())
                .contains("model     tiny, fp32\n")
                .contains("package   " + tiny + "\n")
                .contains("identity  " + engine.manifest().modelIdentity() + "\n")
                .contains("target    Made-up GPU, compute capability 9.0, tensorrt 10.6.0\n")
                .contains("engine    " + engine.plan() + "\n");
    }

    @Test
    void shouldCompileSeveralPackagesAndPrintJson() throws Exception {
        Path second = TinyDetector.write(work.resolve("second"));
        Files.writeString(
                second.resolve("model.yaml"),
                Files.readString(second.resolve("model.yaml")).replace("name: tiny", "name: second"));
        options.json = true;
        options.level = 4;
        options.workspaceMib = 64L;
        options.dla = 1;

        assertThat(compile(tiny, second)).isZero();

        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.findValuesAsText("model")).containsExactly("tiny", "second");
        assertThat(Path.of(json.at("/1/engine").asText())).hasContent("plan of second");
        assertThat(json.at("/1/target/device").asText()).isEqualTo("Made-up GPU");
        assertThat(builder.built).hasSize(2).allMatch(b -> b.level() == 4 && b.dlaCore() == 1);
        assertThat(builder.built.get(0).workspaceBytes()).isEqualTo(64L << 20);
    }

    @Test
    void shouldCompileAnFp16PackageOfItsOwn() throws Exception {
        options.precisions = List.of("fp16");
        options.keepFp32 = Set.of("sizes");

        assertThat(compile(tiny)).isZero();
        assertThat(compile(tiny)).isZero();

        List<Path> packages;
        try (var made = Files.list(work.resolve("packages"))) {
            packages = made.toList();
        }
        assertThat(packages).hasSize(1);
        var half = ModelPackages.read(packages.get(0));
        assertThat(half.name()).isEqualTo("tiny-fp16");
        assertThat(half.identity()).isNotEqualTo(ModelPackages.read(tiny).identity());
        EngineStore store = new EngineStore(options.store);
        assertThat(store.find(half, MadeUpBuilder.TARGET).manifest().precision())
                .contains("fp16");
        assertThatThrownBy(() -> store.find(ModelPackages.read(tiny), MadeUpBuilder.TARGET))
                .hasMessageContaining("no engine of tiny");
    }

    @Test
    void shouldSayWhyThereIsNoGpuBeforeAnythingIsWritten() {
        builder.unavailable = "TensorRT: no NVIDIA driver";
        options.precisions = List.of("fp16");

        assertThatThrownBy(() -> compile(tiny))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isMissingDevice())
                        .isTrue())
                .hasMessage("TensorRT: no NVIDIA driver");

        builder.unavailable = null;
        options.device = "cuda:7";
        assertThatThrownBy(() -> compile(tiny)).hasMessageStartingWith("cuda:7: no such GPU");
        assertThat(builder.built).isEmpty();
        assertThat(work).isDirectoryNotContaining("glob:**packages");
    }

    @Test
    void shouldRefuseNamesAndOptionsBeforeItAsksForAGpu() throws Exception {
        builder.unavailable = "TensorRT: no NVIDIA driver";

        assertThatThrownBy(() -> compile(work.resolve("no-such-package"))).hasMessageContaining("no such model");
        assertThatThrownBy(() -> compile(tiny, Path.of("nosuch"))).hasMessageContaining("no model 'nosuch'");
        options.precisions = List.of("fp16");
        options.keepFp32 = Set.of("foo");
        assertThatThrownBy(() -> compile(tiny)).hasMessageContaining("'foo', which was to stay FP32");
        Files.writeString(tiny.resolve("model.yaml"), "saccade: 1\n");
        assertThatThrownBy(() -> compile(tiny)).isInstanceOf(PackageException.class);
    }

    @Test
    void shouldRefuseABadPackage() throws Exception {
        Files.writeString(tiny.resolve("model.yaml"), "saccade: 1\n");

        assertThatThrownBy(() -> compile(tiny)).isInstanceOf(PackageException.class);
        assertThat(options.store).doesNotExist();
    }

    @Test
    void shouldListWhatFitsThisMachineAndWhatDoesNot() throws Exception {
        compile(tiny);
        Path damaged = new EngineStore(options.store).list().get(0).directory().resolveSibling("damaged");
        Files.createDirectories(damaged);
        Files.writeString(damaged.resolve("engine.yaml"), "saccade-engine: 9\n");

        assertThat(list())
                .contains("fits this machine")
                .contains("does not fit: " + damaged + "/engine.yaml: format 9");

        builder.unavailable = "TensorRT: no NVIDIA driver";
        assertThat(list())
                .contains("cannot be told to fit without a GPU; whole, its package is not known here")
                .containsOnlyOnce("TensorRT: no NVIDIA driver");

        options.json = true;
        JsonNode json = new ObjectMapper().readTree(list());
        assertThat(json).hasSize(2);
        assertThat(json.findValues("fits").stream().map(JsonNode::asText)).containsExactlyInAnyOrder("null", "false");
    }

    @Test
    void shouldCompareAnEngineWithItsPackageWithoutAGpu() throws Exception {
        options.precisions = List.of("fp16");
        compile(tiny);
        builder.unavailable = "TensorRT: no NVIDIA driver";
        Path half;
        try (var made = Files.list(work.resolve("packages"))) {
            half = made.findFirst().orElseThrow();
        }
        assertThat(list()).contains("cannot be told to fit without a GPU; made of " + half);

        Files.writeString(half.resolve("model.yaml"), Files.readString(half.resolve("model.yaml")) + "# edited\n");

        assertThat(list()).contains("does not fit " + half + ": model.yaml is not the one that was compiled: ");
    }

    @Test
    void shouldShowNothingThatATerminalObeys() throws Exception {
        compile(tiny);
        Path engine = new EngineStore(options.store).list().get(0).directory();
        Path manifest = engine.resolve("engine.yaml");
        Files.writeString(manifest, Files.readString(manifest).replace("model: tiny", "model: \"\\e[31mred\\n\""));
        Files.move(engine, engine.resolveSibling("\u001b[31m"));

        assertThat(list().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}").contains("?[31m");
    }

    @Test
    void shouldTellTheDifferenceOfAnEngineForAnotherGpu() throws Exception {
        compile(tiny);
        EngineStore store = new EngineStore(options.store);

        assertThat(store.differences(store.list().get(0), new EngineTarget("tensorrt", "10.6.0", "Other", "9.0")))
                .containsExactly("GPU differs: expected Other, the engine has Made-up GPU");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            compile                              | no model named
            compile x --list                     | --list shows the whole store
            compile --list --level 3             | --level says how to compile; leave it out with --list
            compile --list --precision fp16      | --precision says how to compile
            compile x y --list                   | leave x y out
            compile x --store /etc/passwd        | --store /etc/passwd: /etc/passwd is a file; name a directory
            compile --list --store /etc/passwd   | --store /etc/passwd: /etc/passwd is a file
            compile nosuch                       | no model 'nosuch'
            compile x --device gpu               | --device: 'gpu' is no device; write cuda:0
            compile x --level 6                  | --level 6: give 0 to 5
            compile x --workspace 0              | --workspace 0: give MiB
            compile x --dla -1                   | --dla -1: give a core from 0
            compile x --precision int4           | --precision int4: use fp32, fp16 or int8
            compile x --keep-fp32 a              | --keep-fp32 belongs to --precision fp16
            compile x --precision fp16,fp16      | --precision names fp16 twice
            compile x --gate-frames 1            | --gate-frames 1: give 2 to 10000
            compile x --store s --sign k         | --sign and --record belong to a version
            compile x --record nowhere           | --record nowhere: holds no record.yaml
            compile --list --again               | --again says how to compile
            """)
    void shouldRefuseWrongUsage(String line, String expected) {
        Ran ran = Ran.saccade(line.split(" "));

        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains(expected);
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldEndWithTheCodeOfAMissingDeviceWithoutAGpu() {
        String reason = Engines.unavailable(Backend.TENSORRT).orElse(null);
        assumeThat(reason).as("this machine has a GPU").isNotNull();

        Ran ran = Ran.saccade("compile", tiny.toString(), "--store", options.store.toString());

        assertThat(ran.refusal()).isEqualTo("saccade: " + reason);
        assertThat(ran.code()).isEqualTo(ExitCode.NO_DEVICE);
        assertThat(options.store).doesNotExist();
    }

    @Test
    void shouldListAnEmptyStoreOnAnyMachine() {
        Ran ran = Ran.saccade("compile", "--list", "--store", options.store.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(options.store).doesNotExist();
    }

    private int compile(Path... packages) throws Exception {
        out.getBuffer().setLength(0);
        List<String> names =
                java.util.Arrays.stream(packages).map(Path::toString).toList();
        return new CompileSession(builder, options, new PrintWriter(out, true)).compile(names);
    }

    private String list() throws Exception {
        out.getBuffer().setLength(0);
        assertThat(new CompileList(builder, options, new PrintWriter(out, true)).print())
                .isZero();
        return out.toString();
    }
}
