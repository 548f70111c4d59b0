package dev.saccade.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class OnnxFileTest {
    @TempDir
    Path dir;

    private static OnnxGraph network() {
        return new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, "N", 3, 2, 4)
                .floats("w", new long[] {2, 3, 1, 1}, 1, 2, 3, 4, 5, 6)
                .floats("half", new long[] {}, 0.5f)
                .longs("shape", 1, 2)
                .node("Mul", List.of("x", "half"), List.of("m"))
                .node("Conv", List.of("m", "w"), List.of("c"), OnnxGraph.attribute("kernel_shape", 1, 1))
                .node("Relu", List.of("c"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, "N", 2, 2, 4);
    }

    @Test
    void shouldReadOrRefuseWhateverIsDamaged() throws Exception {
        Path file = network().write(dir.resolve("model.onnx"));
        Mutation.of(file, 1000, IOException.class, () -> OnnxSummary.read(file).precision());
        Mutation.of(file, 1000, IOException.class, () -> OnnxWeights.check(file));
        Mutation.of(file, 1000, IOException.class, () -> OnnxOutline.read(file).metadata());
    }

    @Test
    void shouldRefuseWhatIsNoOnnxFile() throws Exception {
        Files.createDirectory(dir.resolve("directory"));
        Files.write(dir.resolve("empty"), new byte[0]);
        Files.write(dir.resolve("zip"), new byte[] {'P', 'K', 3, 4, 20, 0, 8, 8, 8, 0, 1, 2});
        Files.write(dir.resolve("cut"), java.util.Arrays.copyOf(network().bytes(), 60));
        for (String name : List.of("directory", "empty", "zip", "cut", "missing")) {
            assertThatThrownBy(() -> OnnxFile.check(dir.resolve(name)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(dir.resolve(name) + ": ")
                    .hasMessageContaining("; ");
        }
    }

    @Test
    void shouldRefuseWhatNobodyNeeds() {
        OnnxGraph many = new OnnxGraph();
        for (int i = 0; i <= OnnxFile.MAX_NODES; i++) {
            many.node("Relu", List.of("x"), List.of("y"));
        }
        refused(many, "more than 200000 nodes");
        refused(new OnnxGraph().node("Relu", List.of("x".repeat(5000)), List.of("y")), "4096 bytes of one name");
        refused(new OnnxGraph().floats("w", new long[] {1L << 31, 1L << 31, 1L << 31}, 1), "the tensor 'w' declares");
        refused(new OnnxGraph().floats("w", new long[] {-1, 3}, 1), "the tensor 'w' declares");
        refused(new OnnxGraph().external("w", "/etc/passwd", 1), "the tensor 'w' lies in another file");
        assertThatCode(() -> OnnxFile.check(
                        new OnnxGraph().floats("none", new long[] {0, 1L << 62}).write(dir.resolve("sound.onnx"))))
                .doesNotThrowAnyException();
    }

    private void refused(OnnxGraph graph, String why) {
        Path file = graph.write(dir.resolve("model.onnx"));
        assertThatThrownBy(() -> OnnxFile.check(file)).hasMessageContaining(why);
    }

    @Test
    void shouldNameTheWeightsThatAreNoNumbers() {
        unsound(new OnnxGraph().floats("w", new long[] {2}, 1, Float.NaN), "'w' holds NaN");
        unsound(new OnnxGraph().floats("w", new long[] {2}, 1, Float.POSITIVE_INFINITY), "'w' holds infinity");
        unsound(new OnnxGraph().floats("w", new long[] {2}, 1, Float.NEGATIVE_INFINITY), "'w' holds infinity");
        for (OnnxGraph meant : List.of(
                new OnnxGraph().floats("most", new long[] {}, Float.POSITIVE_INFINITY),
                new OnnxGraph().floats("mask", new long[] {3}, 0, Float.NEGATIVE_INFINITY, 0),
                network())) {
            assertThatCode(() -> OnnxWeights.check(meant.write(dir.resolve("sound.onnx"))))
                    .doesNotThrowAnyException();
        }
    }

    private void unsound(OnnxGraph graph, String why) {
        Path file = graph.write(dir.resolve("model.onnx"));
        assertThatThrownBy(() -> OnnxWeights.check(file)).hasMessageContaining(file + ": the tensor " + why);
    }

    @Test
    void shouldTellTheCourseOfAGraph() throws Exception {
        OnnxOutline outline = OnnxOutline.read(network().write(dir.resolve("model.onnx")));
        assertThat(outline.opset()).isEqualTo(17);
        assertThat(outline.constant("half")).containsExactly(0.5f);
        assertThat(outline.constant("w")).isNull();
        assertThat(outline.maker("y").operator()).isEqualTo("Relu");
        assertThat(outline.readers("x")).hasSize(1);
    }
}
