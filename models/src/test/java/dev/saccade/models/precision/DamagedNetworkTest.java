package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each entry that takes an ONNX file apart: it reads damaged copies, or refuses them in one line. */
@Timeout(300)
class DamagedNetworkTest {
    private static final int ROUNDS = 200;

    @TempDir
    private Path dir;

    private static TestGraph convolution() {
        return new TestGraph()
                .input("x", Onnx.FLOAT, 1, 1, 4, 4)
                .constant(TestGraph.shaped("w", new int[] {1, 1, 1, 1}, 2))
                .node("Conv", "x w", "c")
                .node("Relu", "c", "y")
                .output("y", Onnx.FLOAT, 1, 1, 4, 4);
    }

    private Path write(byte[] onnx) throws Exception {
        return Files.write(dir.resolve("network.onnx"), onnx);
    }

    private static List<Mutation.Reader> readers(Path file) {
        return List.of(
                () -> {
                    NetworkFile network = NetworkFile.read(file);
                    network.exposing();
                    network.renamed(i -> "node-" + i);
                    network.elementTypes();
                    network.irVersion();
                },
                () -> Precision.of(file),
                () -> {
                    NodeOutputs outputs = NodeOutputs.of(file);
                    outputs.exposing(outputs.nodes().stream()
                            .map(NodeOutputs.NodeOutput::tensor)
                            .toList());
                },
                () -> HalfPrecision.check(file, Islands.none()),
                () -> QuantNetwork.of(file, QuantTarget.TENSORRT).layers());
    }

    @Test
    void shouldReadOrRefuseWhateverIsDamaged() throws Exception {
        Path file = write(convolution().bytes());
        for (Mutation.Reader reader : readers(file)) {
            Mutation.of(file, ROUNDS, ModelsException.class, reader);
        }
    }

    @Test
    void shouldRefuseGraphsThatLieTooDeepInsideOfOneAnother() throws Exception {
        TestGraph nest = convolution();
        for (int depth = 0; depth < 2000; depth++) {
            nest = new TestGraph().node("If", "c", "y", TestGraph.graph("then_branch", nest));
        }
        Path file = write(nest.bytes());
        for (Mutation.Reader reader : readers(file)) {
            assertThatThrownBy(reader::read)
                    .isInstanceOf(ModelsException.class)
                    .hasMessageContainingAll(file.toString(), "more than 16 graphs inside of one another");
        }
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        Path none = dir.resolve("none.onnx");
        Path empty = Files.createFile(dir.resolve("empty.onnx"));
        for (Path file : List.of(dir, none, empty)) {
            for (Mutation.Reader reader : readers(file)) {
                assertThatThrownBy(reader::read)
                        .isInstanceOfSatisfying(ModelsException.class, e -> assertThat(e.kind())
                                .isEqualTo(ModelsException.Kind.BAD_INPUT))
                        .hasMessageStartingWith(file + ": ")
                        .message()
                        .hasLineCount(1);
            }
        }
    }
}
