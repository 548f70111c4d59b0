package dev.saccade.internal.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorRtBuildTest {
    private static final EngineTarget TARGET = new EngineTarget("tensorrt", "10.6.0", "NVIDIA H100 80GB HBM3", "9.0");
    private static final BuildProgress DEAF = (phase, step, steps) -> true;

    @TempDir
    Path dir;

    private final ScriptedLibrary library = new ScriptedLibrary();
    private PackageDirectory files;
    private EngineStore store;

    @BeforeEach
    void open() throws Exception {
        store = new EngineStore(dir.resolve("engines"));
        files = new PackageDirectory(Files.createDirectories(dir.resolve("package")));
        files.file(
                "model.onnx",
                new OnnxGraph()
                        .input("image", OnnxGraph.FLOAT, "N", 3, 384, 512)
                        .output("hm", OnnxGraph.FLOAT, "N", 80, 96, 128)
                        .output("wh", OnnxGraph.FLOAT, "N", 2, 96, 128)
                        .floats("w", new long[] {2}, 1, 2)
                        .node("Mul", List.of("image", "w"), List.of("hm"))
                        .bytes());
    }

    @Test
    void shouldPublishAnEngineThatTheStoreFinds() throws Exception {
        StoredEngine built = build(options(-1, 0, -1), DEAF);

        assertThat(store.find(model(), TARGET)).isEqualTo(built);
        assertThat(built.plan()).hasContent("a plan");
        assertThat(built.plan().resolveSibling("layers.json")).hasContent("{\"Layers\": []}");
        assertThat(built.manifest().inputs()).containsExactly("image FLOAT32[1, 3, 384, 512]");
        assertThat(built.manifest().outputs())
                .containsExactly("hm FLOAT32[-1, 80, 96, 128]", "wh FLOAT32[-1, 2, 96, 128]");
        assertThat(built.manifest().precision()).isEqualTo("fp32");
        assertThat(built.manifest().options())
                .containsEntry("typing", "strong")
                .containsEntry("workspace", "all")
                .containsEntry("level", "default")
                .containsEntry("dla", "none");
        assertNothingIsLeft();
    }

    @Test
    void shouldCallInOrderAndFreeInReverse() throws Exception {
        library.dlaCores = 2;
        build(options(1, 1 << 20, 4), DEAF);

        assertThat(library.calls)
                .containsExactly(
                        "builder",
                        "network",
                        "parser",
                        "parse",
                        "config",
                        "workspace 1048576",
                        "level 4",
                        "dla 1",
                        "detailed",
                        "profile",
                        "image is [1, 3, 384, 512]",
                        "fix",
                        "valid",
                        "add profile",
                        "cache of 0",
                        "use cache of 0",
                        "build",
                        "timings",
                        "free timings",
                        "write",
                        "runtime",
                        "deserialise",
                        "layers",
                        "free deserialise",
                        "free runtime",
                        "free build",
                        "free cache of 0",
                        "free config",
                        "free parser",
                        "free network",
                        "free builder");
    }

    @Test
    void shouldMakeNoProfileForAStaticNetwork() throws Exception {
        library.inputs = List.of(ScriptedLibrary.port("image", 1, 3, 384, 512));
        build(options(-1, 0, -1), DEAF);

        assertThat(library.calls).doesNotContain("profile", "add profile");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            builder     | true  | TensorRT makes no builder
            network     | true  | TensorRT makes no network
            parser      | true  | TensorRT makes no ONNX parser
            parse       | false | model.onnx: TensorRT cannot read it
            config      | true  | TensorRT makes no builder configuration
            profile     | true  | TensorRT makes no optimisation profile
            fix         | false | TensorRT refuses image FLOAT32[1, 3, 384, 512] as the shape of its input
            valid       | false | TensorRT refuses the profile of shapes
            add profile | false | TensorRT refuses the profile of shapes
            build       | false | TensorRT builds no engine
            write       | false | cannot be written: java.io.IOException: No space left on device
            runtime     | true  | TensorRT makes no runtime
            deserialise | false | the engine that TensorRT built does not load
            """)
    void shouldFreeEverythingAndKeepNothingWhenACallFails(String call, boolean device, String expected)
            throws Exception {
        library.failing = call;
        library.complaint = "out of luck";

        EngineException e = refusal(options(-1, 0, -1));

        assertThat(e.getMessage()).contains(expected).doesNotContain("\n").contains(": ");
        assertThat(e.isMissingDevice()).isEqualTo(device);
        assertThat(e.getMessage().contains("(out of luck)")).isEqualTo(!call.equals("write"));
        assertThat(store.list()).isEmpty();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache of 0", "use cache of 0", "timings", "layers"})
    void shouldPublishWithoutTimingsOrLayers(String call) throws Exception {
        library.failing = call;

        assertThat(build(options(-1, 0, -1), DEAF).plan()).hasContent("a plan");
        assertNothingIsLeft();
    }

    @Test
    void shouldUseTheTimingsOfTheBuildBefore() throws Exception {
        build(options(-1, 0, -1), DEAF);
        library.calls.clear();
        library.plan = "another plan";
        build(options(-1, 0, -1), DEAF);

        assertThat(library.calls).contains("cache of 7", "use cache of 7");
    }

    @Test
    void shouldTimeAnewWhenTheKeptTimingsAreRefused() throws Exception {
        build(options(-1, 0, -1), DEAF);
        library.calls.clear();
        library.failing = "use cache of 7";
        build(options(-1, 0, -1), DEAF);

        assertThat(library.calls)
                .containsSubsequence("use cache of 7", "free cache of 7", "cache of 0", "use cache of 0", "build");
        assertNothingIsLeft();
    }

    @Test
    void shouldNameNodeAndOperatorOfWhatTheParserRefuses() {
        library.failing = "parse";
        library.faults = List.of(
                new BuildLibrary.Parser.Fault("No importer\n registered", 7, "head/strange", "Strange"),
                new BuildLibrary.Parser.Fault("x", -1, "", ""));

        assertThat(refusal(options(-1, 0, -1)).getMessage())
                .endsWith("model.onnx: operator Strange of node head/strange: No importer registered (and 1 more):"
                        + " export the model with operators that TensorRT knows, or run it with --backend cpu");

        library.faults = List.of(new BuildLibrary.Parser.Fault("bad", 7, "", "Strange"));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("operator Strange of node number 7: bad: ");

        library.faults = List.of(new BuildLibrary.Parser.Fault("no graph", -1, "", ""));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("model.onnx: no graph: ");
    }

    @Test
    void shouldRefuseADlaCoreThatIsNotThere() {
        EngineException e = refusal(options(0, 0, -1));
        assertThat(e.isMissingDevice()).isTrue();
        assertThat(e.getMessage())
                .isEqualTo("NVIDIA H100 80GB HBM3 has no DLA core, --dla 0 asks for another: leave --dla out");

        library.dlaCores = 2;
        assertThat(refusal(options(2, 0, -1)).getMessage()).contains("has DLA cores 0 to 1, --dla 2 asks for another");
        assertNothingIsLeft();
    }

    @Test
    void shouldRefuseInputsThatModelYamlDoesNotMake() {
        library.inputs = List.of(ScriptedLibrary.port("image", -1, 3, 640, 640));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("model.yaml makes, [1, 3, 384, 512] (NCHW): ");

        library.inputs = List.of(ScriptedLibrary.port("image", 8, 3, 384, 512));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("batch 1");

        library.inputs = List.of(ScriptedLibrary.port("picture", 1, 3, 384, 512));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("no input image");

        library.inputs = List.of(ScriptedLibrary.port("image", -1, 3, 384, 512), ScriptedLibrary.port("state", -1, -1));
        assertThat(refusal(options(-1, 0, -1)).getMessage())
                .contains("input state FLOAT32[-1, -1] has an open dimension that model.yaml does not give: ");

        library.inputs =
                List.of(new dev.saccade.internal.onnx.OnnxPort("image", null, "bf16", new long[] {1, 3, 384, 512}));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("is not of input.type float32");
        assertNothingIsLeft();
    }

    @Test
    void shouldRefuseWhatNothingFeedsOrReads() {
        library.shapeInput = true;
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("gives sizes");
        library.shapeInput = false;

        library.outputs = List.of(new dev.saccade.internal.onnx.OnnxPort("hm", null, "fp8", new long[] {1}));
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("output hm fp8[1] has an element type");

        library.layerCount = 0;
        assertThat(refusal(options(-1, 0, -1)).getMessage()).contains("no layers");
        assertNothingIsLeft();
    }

    @Test
    void shouldRefuseWeightsInOtherFilesBeforeAnythingIsMade() {
        files.file("model.onnx", new OnnxGraph().external("w", "weights.bin", 2).bytes());

        assertThat(refusal(options(-1, 0, -1)).getMessage())
                .contains("model.onnx: the tensor 'w' lies in another file; save the model as one file");
        assertThat(library.calls).isEmpty();
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertThat(refusal(options(-1, 0, 6)).getMessage()).contains("level 6").contains("0 to 5");
        assertThat(refusal(options(-1, -1, 0)).getMessage()).contains("workspace -1");
        assertThat(library.calls).isEmpty();
    }

    @Test
    void shouldTellEachPhaseInOrder() throws Exception {
        List<String> told = new ArrayList<>();
        build(options(-1, 0, -1), (phase, step, steps) -> told.add(phase + " " + step + "/" + steps));

        assertThat(told)
                .containsExactly("reading 0/5", "parsing 1/5", "optimising 2/5", "checking 3/5", "publishing 4/5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reading", "parsing", "optimising", "checking", "publishing"})
    void shouldKeepNothingOfABuildThatIsGivenUp(String at) {
        EngineException e = catchThrowableOfType(
                EngineException.class, () -> build(options(-1, 0, -1), (phase, step, steps) -> !phase.equals(at)));

        assertThat(e).hasMessageContaining("given up");
        assertThat(store.list()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void shouldGiveUpWhenItsThreadIsInterrupted() {
        EngineException e = catchThrowableOfType(EngineException.class, () -> {
            try {
                build(options(-1, 0, -1), (phase, step, steps) -> {
                    if (phase.equals("optimising")) {
                        Thread.currentThread().interrupt();
                    }
                    return true;
                });
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        });

        assertThat(e).hasMessageContaining("given up");
        assertNothingIsLeft();
    }

    private StoredEngine build(BuildOptions options, BuildProgress progress) throws Exception {
        return new TensorRtBuild(library, model(), TARGET, options, progress).run();
    }

    private EngineException refusal(BuildOptions options) {
        return catchThrowableOfType(EngineException.class, () -> build(options, DEAF));
    }

    private ModelPackage model() throws Exception {
        return ModelPackages.read(files.path());
    }

    private BuildOptions options(int dla, long workspace, int level) {
        return new BuildOptions(0, dla, workspace, level, store.directory());
    }

    private void assertNothingIsLeft() {
        assertThat(library.alive).isEmpty();
        Path drafts = store.directory().resolve(".drafts");
        if (Files.exists(drafts)) {
            try (Stream<Path> left = Files.list(drafts)) {
                assertThat(left).isEmpty();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
