package dev.saccade.internal.onnxruntime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.model.InputSpec;
import dev.saccade.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCacheTest {
    private static final int PIXELS = 3 * 16 * 16;

    @TempDir
    Path dir;

    private Path cache;
    private Path file;

    @BeforeEach
    void writeModel() throws IOException {
        cache = dir.resolve("cache");
        file = model(1, "model.onnx");
    }

    @Test
    void shouldGiveTheSameBitsFromTheKeptGraph() throws Exception {
        float[] without = run(file, "a", null);
        float[] first = run(file, "a", cache);
        assertThat(kept()).hasSize(1);
        float[] second = run(file, "a", cache);
        assertThat(Arrays.equals(without, first)).isTrue();
        assertThat(Arrays.equals(without, second)).isTrue();
        assertThat(kept()).hasSize(1);
    }

    @Test
    void shouldServeTheKeptGraphOnlyUnderItsIdentity() throws Exception {
        float[] old = run(file, "a", cache);
        Files.copy(model(2, "other.onnx"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(file, "a", cache)).as("same identity: from the cache").isEqualTo(old);
        assertThat(run(file, "b", cache)).as("another identity: built").isNotEqualTo(old);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void shouldKeyByEverythingThatMatters() {
        String key = key("a", "1.24.1", "cpu", 16, InputSpec.Layout.NCHW);
        assertThat(key).hasSize(64).isEqualTo(key("a", "1.24.1", "cpu", 16, InputSpec.Layout.NCHW));
        assertThat(List.of(
                        key("b", "1.24.1", "cpu", 16, InputSpec.Layout.NCHW),
                        key("a", "1.24.2", "cpu", 16, InputSpec.Layout.NCHW),
                        key("a", "1.24.1", "cpu avx512f", 16, InputSpec.Layout.NCHW),
                        key("a", "1.24.1", "cpu", 17, InputSpec.Layout.NCHW),
                        key("a", "1.24.1", "cpu", 16, InputSpec.Layout.NHWC)))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRebuildADamagedGraph() throws Exception {
        float[] right = run(file, "a", cache);
        Path graph = kept().get(0);
        byte[] whole = Files.readAllBytes(graph);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length - 1), new byte[0])) {
            Files.write(graph, damaged);
            assertThat(run(file, "a", cache)).isEqualTo(right);
            assertThat(Files.readAllBytes(kept().get(0))).isEqualTo(whole);
        }
    }

    @Test
    void shouldRebuildAGraphThatTheLibraryRefuses() throws Exception {
        float[] right = run(file, "a", cache);
        Path graph = kept().get(0);
        String key = graph.getFileName().toString().substring(0, 64);
        Files.delete(graph);
        Path written = Files.writeString(dir.resolve("cache/page.tmp"), "not a graph");
        new GraphCache(cache, key).publish(written);
        assertThat(kept()).hasSize(1);
        assertThat(run(file, "a", cache)).isEqualTo(right);
        assertThat(kept()).containsExactly(graph);
    }

    @Test
    void shouldRunWithoutACacheWhereItCannotBeWritten() throws Exception {
        Path blocked = Files.writeString(dir.resolve("file"), "").resolve("cache");
        assertThat(run(file, "a", blocked)).isEqualTo(run(file, "a", null));
    }

    @Test
    void shouldLeaveNothingOfARefusedModel() throws Exception {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run(file, "a", cache)))
                .isNotNull();
        Path bogus = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 16, 16)
                .node("Bogus", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 16, 16)
                .write(dir.resolve("bogus.onnx"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> run(bogus, "a", cache)))
                .isNotNull();
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void shouldServeProcessesThatRace() throws Exception {
        Path small = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("small.onnx"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            java, "-cp", classPath, CacheRace.class.getName(), small.toString(), cache.toString())
                    .redirectError(dir.resolve("stderr" + i).toFile())
                    .start());
        }
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            assertThat(process.waitFor()).isZero();
            assertThat(said).isEqualTo("failures 0");
        }
        assertThat(Stream.of(cache.toFile().list()).filter(n -> n.endsWith(".tmp")))
                .isEmpty();
        assertThat(kept()).hasSize(10);
    }

    private static String key(String identity, String library, String processor, int size, InputSpec.Layout layout) {
        InputSpec input = Packages.input(null, size, 16, layout, TensorType.FLOAT32);
        return GraphCache.key(Packages.of(Path.of("model.onnx"), input, identity), library, processor);
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(f -> f.toString().endsWith(".onnx")).toList();
        }
    }

    private float[] run(Path model, String identity, Path cacheDir) throws Exception {
        EngineOptions options = new EngineOptions(1, false, -1, cacheDir);
        try (Engine engine = new OnnxRuntimeProvider().load(Packages.of(model, 16, 16, identity), options)) {
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = (i * 37 % 256) / 3f;
            }
            new FloatPointer(pointer(engine.inputs().get(0).address())).put(pixels);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            float[] out = new float[(int) engine.outputs().get(0).spec().elements()];
            new FloatPointer(pointer(engine.outputs().get(0).address())).get(out);
            return out;
        }
    }

    /** Two convolutions with activations: what the optimiser fuses and lays out anew. */
    private Path model(long seed, String name) {
        Random random = new Random(seed);
        float[] w = weights(random, 16 * 3 * 9);
        float[] v = weights(random, 16 * 16 * 9);
        return new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 16, 16)
                .floats("w", new long[] {16, 3, 3, 3}, w)
                .floats("v", new long[] {16, 16, 3, 3}, v)
                .node("Conv", List.of("x", "w"), List.of("a"), OnnxGraph.attribute("pads", 1, 1, 1, 1))
                .node("Relu", List.of("a"), List.of("b"))
                .node("Conv", List.of("b", "v"), List.of("c"), OnnxGraph.attribute("pads", 1, 1, 1, 1))
                .node("Sigmoid", List.of("c"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 16, 16, 16)
                .write(dir.resolve(name));
    }

    private static float[] weights(Random random, int count) {
        float[] w = new float[count];
        for (int i = 0; i < count; i++) {
            w[i] = (random.nextFloat() - 0.5f) / 50;
        }
        return w;
    }

    private static Pointer pointer(long at) {
        return new Pointer() {
            {
                address = at;
            }
        };
    }
}
