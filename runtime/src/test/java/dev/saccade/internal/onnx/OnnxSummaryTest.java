package dev.saccade.internal.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.internal.onnxruntime.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSummaryTest {
    @TempDir
    Path dir;

    @Test
    void shouldTellPortsAndWeights() throws Exception {
        OnnxSummary summary = read(new OnnxGraph()
                .input("image", OnnxGraph.FLOAT16, "N", 3, "", 8)
                .input("w", OnnxGraph.FLOAT, 3)
                .output("y", OnnxGraph.DOUBLE)
                .floats("w", new long[] {3}, 1, 2, 3)
                .longs("shape", 1, 2)
                .node("QuantizeLinear", List.of("image", "w"), List.of("q"))
                .node("DequantizeLinear", List.of("q", "w"), List.of("y"))
                .foreign("my.domain", true, "Odd", "y", "z")
                .foreign("ai.onnx", true, "Relu", "z", "a"));

        assertThat(summary.inputs()).hasToString("[image FLOAT16[-1, 3, -1, 8]]");
        assertThat(summary.outputs()).hasToString("[y fp64[]]");
        assertThat(summary.precision()).isEqualTo("fp32, 2 Q/DQ");
        assertThat(summary.plugins()).containsExactly("my.domain:Odd 1");
    }

    @Test
    void shouldTellThatThereAreNoWeights() throws Exception {
        assertThat(read(new OnnxGraph()).precision()).isEqualTo("no weights");
    }

    @Test
    void shouldTellTheSharesOfMixedTypes() throws Exception {
        byte[] halves = tensor(10, 900);
        byte[] floats = tensor(1, 100);
        Path file = dir.resolve("mixed.onnx");
        Files.write(file, model(halves, floats));

        assertThat(OnnxSummary.read(file).precision()).isEqualTo("fp16 90.0 %, fp32 10.0 %");
    }

    @Test
    void shouldRefuseWhatIsCut() throws Exception {
        byte[] whole = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1)
                .floats("w", new long[] {1}, 1)
                .node("Mul", List.of("x", "w"), List.of("y"))
                .bytes();
        Path file = dir.resolve("damaged.onnx");
        for (int length : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> OnnxSummary.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": not a whole ONNX file (")
                    .hasMessageEndingWith("; fetch or export it again");
        }
    }

    private OnnxSummary read(OnnxGraph graph) throws IOException {
        return OnnxSummary.read(graph.write(dir.resolve("model.onnx")));
    }

    /** An initialiser without values: packed dims, type. */
    private static byte[] tensor(int type, int count) {
        return new byte[] {0x0a, 2, (byte) ((count & 0x7f) | 0x80), (byte) (count >> 7), 0x10, (byte) type};
    }

    private static byte[] model(byte[]... tensors) {
        java.io.ByteArrayOutputStream graph = new java.io.ByteArrayOutputStream();
        for (byte[] tensor : tensors) {
            graph.write(0x2a);
            graph.write(tensor.length);
            graph.writeBytes(tensor);
        }
        java.io.ByteArrayOutputStream model = new java.io.ByteArrayOutputStream();
        model.write(0x3a);
        model.write(graph.size());
        model.writeBytes(graph.toByteArray());
        return model.toByteArray();
    }
}
