package dev.saccade.internal.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.CheckedEngine;
import dev.saccade.engine.DamagedEngineException;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineDraft;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineMisfitException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The optimised graph as an engine: the same bits, its identity checked, and its very bytes handed over. */
class CpuEngineTest {
    private static final int PIXELS = 3 * 16 * 16;

    @TempDir
    private Path dir;

    private Path directory;
    private Path engines;
    private EngineOptions options;

    @BeforeEach
    void writePackage() throws Exception {
        directory = Files.createDirectories(dir.resolve("net"));
        engines = dir.resolve("engines");
        options = new EngineOptions(1, false, -1, null)
                .on(new DeviceOptions(0, DeviceOptions.Priority.NORMAL, 1, engines));
        Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\n");
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: net
                task: classification
                input: {size: [16, 16], colour: RGB, resize: stretch, layout: NCHW, type: fp32}
                decoder: {kind: softmax}
                """);
        graph(1);
    }

    /** Convolutions, what the optimiser fuses and lays out anew, for one seed of weights and an open batch. */
    private void graph(long seed) {
        Random random = new Random(seed);
        new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, "N", 3, 16, 16)
                .floats("w", new long[] {16, 3, 3, 3}, weights(random, 16 * 27))
                .floats("v", new long[] {4, 16, 16, 16}, weights(random, 4 * 16 * 256))
                .node("Conv", List.of("x", "w"), List.of("a"), OnnxGraph.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("a"), List.of("b"))
                .node("Conv", List.of("b", "v"), List.of("c"))
                .node("Flatten", List.of("c"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, "N", 4)
                .write(directory.resolve("model.onnx"));
    }

    private static float[] weights(Random random, int count) {
        float[] w = new float[count];
        for (int i = 0; i < count; i++) {
            w[i] = (random.nextFloat() - 0.5f) / 50;
        }
        return w;
    }

    private ModelPackage model() throws Exception {
        return ModelPackages.read(directory);
    }

    private StoredEngine build() throws Exception {
        return new OnnxRuntimeEngineBuilder()
                .build(model(), new BuildOptions(0, -1, 0, -1, engines), (phase, step, steps) -> true);
    }

    private Engine load() throws Exception {
        return new OnnxRuntimeProvider().load(model(), options);
    }

    private static float[] run(Engine engine) {
        try (engine) {
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = i * 37 % 256;
            }
            new FloatPointer(pointer(engine.inputs().get(0).address())).put(pixels);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            float[] out = new float[4];
            new FloatPointer(pointer(engine.outputs().get(0).address())).get(out);
            return out;
        }
    }

    private static Pointer pointer(long at) {
        return new Pointer() {
            {
                address = at;
            }
        };
    }

    @Test
    void shouldGiveTheBitsOfTheGraphThatIsOptimisedAtLoad() throws Exception {
        Engine own = load();
        assertThat(own.origin()).isEqualTo("graph of the package");
        float[] expected = run(own);

        StoredEngine built = build();

        Engine engine = load();
        assertThat(engine.origin()).isEqualTo(built.plan().toString());
        assertThat(run(engine)).isEqualTo(expected);
        assertThat(built.manifest().target()).isEqualTo(InstructionSet.target());
        assertThat(built.manifest().inputs()).containsExactly("x FLOAT32[1, 3, 16, 16]");
        assertThat(Files.readString(built.plan().resolveSibling("layers.json")))
                .contains("\"LayerType\": ", "Conv", "\"Precision\": \"fp32\"");
    }

    @Test
    void shouldRunTheBytesThatWereCheckedWhateverBecomesOfTheFile() throws Exception {
        float[] expected = run(load());
        StoredEngine built = build();
        graph(2);
        StoredEngine other = build();
        Path decoy = Files.copy(other.plan(), dir.resolve("decoy"));
        graph(1);
        try (CheckedEngine checked = new EngineStore(engines).open(model(), InstructionSet.target(), 0)) {
            assertThat(checked.stored().plan()).isEqualTo(built.plan());
            Files.move(decoy, built.plan(), StandardCopyOption.REPLACE_EXISTING);

            assertThat(run(OnnxRuntimeProvider.engine(
                            model(), options, "checked", Session.open(built.plan(), checked.plan(), options))))
                    .isEqualTo(expected);
        }
        assertThatThrownBy(this::load)
                .isInstanceOf(DamagedEngineException.class)
                .hasMessageContaining("engine.plan is damaged")
                .hasMessageEndingWith("saccade compile " + directory + " --device cpu --no-publish");
    }

    @Test
    void shouldRefuseAnEngineOfWhichOneByteChanged() throws Exception {
        Path plan = build().plan();
        byte[] bytes = Files.readAllBytes(plan);
        bytes[bytes.length / 2] ^= 1;
        Files.write(plan, bytes);

        assertThatThrownBy(this::load)
                .isInstanceOf(DamagedEngineException.class)
                .hasMessageContaining("engine.plan is damaged");
    }

    @Test
    void shouldRunThePackagesOwnGraphWhereTheEngineBelongsElsewhere() throws Exception {
        StoredEngine built = build();
        EngineTarget here = built.manifest().target();
        for (EngineTarget elsewhere : List.of(
                new EngineTarget(here.backend(), here.version(), "x86-64-v9", here.capability()),
                new EngineTarget(here.backend(), here.version(), here.device(), "other"),
                new EngineTarget(here.backend(), "1.0.0", here.device(), here.capability()))) {
            assertThatThrownBy(() -> new EngineStore(engines).find(model(), elsewhere))
                    .isInstanceOf(EngineMisfitException.class)
                    .isNotInstanceOf(DamagedEngineException.class)
                    .hasMessageMatching(".*: (instruction set|CPU extensions|ONNX Runtime version) differs: expected .*"
                            + "saccade compile .* --device cpu --no-publish");
        }
        float[] expected = run(load());
        retarget(built, new EngineTarget(here.backend(), here.version(), "x86-64-v9", here.capability()));

        Engine own = load();

        assertThat(own.origin())
                .startsWith("graph of the package, since ")
                .contains("instruction set differs: expected " + here.device() + ", the engine has x86-64-v9");
        assertThat(run(own)).isEqualTo(expected);
    }

    @Test
    void shouldRunThePackagesOwnGraphAfterItWasTrainedAnew() throws Exception {
        build();
        graph(2);

        Engine own = load();

        assertThat(own.origin()).contains("model.onnx is not the one that was compiled");
        own.close();
    }

    @Test
    void shouldLeaveNothingOfABuildThatIsGivenUpOrRefused() throws Exception {
        assertThatThrownBy(() -> new OnnxRuntimeEngineBuilder()
                        .build(
                                model(),
                                new BuildOptions(0, -1, 0, -1, engines),
                                (phase, step, steps) -> !phase.equals("publishing")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("given up");
        Path onnx = directory.resolve("model.onnx");
        Files.write(onnx, java.util.Arrays.copyOf(Files.readAllBytes(onnx), 200));
        assertThatThrownBy(this::build).isInstanceOf(EngineException.class).hasMessageContaining("not a whole ONNX");
        try (Stream<Path> left = Files.walk(engines)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void shouldTellProcessorsApartByWhatAGraphDependsOn() {
        Set<String> two = Set.of("cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3");
        assertThat(InstructionSet.of("amd64", Set.of())).isEqualTo(new InstructionSet("x86-64-v1", "base"));
        assertThat(InstructionSet.of("amd64", two)).isEqualTo(new InstructionSet("x86-64-v2", "base"));
        assertThat(InstructionSet.of("amd64", Set.of("avx512f", "avx512_vnni", "amx_tile")))
                .isEqualTo(new InstructionSet("x86-64-v1", "vnni+amx"));
        assertThat(InstructionSet.of("aarch64", Set.of("asimd", "asimddp", "sve")))
                .isEqualTo(new InstructionSet("aarch64", "dot+sve"));
    }

    /** An engine whose manifest is a sound one for another processor. */
    private void retarget(StoredEngine built, EngineTarget target) throws Exception {
        EngineManifest m = built.manifest();
        EngineStore store = new EngineStore(engines);
        try (EngineDraft draft = store.draft()) {
            Files.copy(built.plan(), draft.plan());
            draft.publish(new EngineManifest(
                    m.model(),
                    m.modelIdentity(),
                    m.hashes(),
                    m.inputs(),
                    m.outputs(),
                    m.precision(),
                    m.plugins(),
                    target,
                    m.options(),
                    m.planSha256(),
                    m.builtAt()));
        }
        try (Stream<Path> files = Files.list(built.plan().getParent())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(built.plan().getParent());
    }
}
