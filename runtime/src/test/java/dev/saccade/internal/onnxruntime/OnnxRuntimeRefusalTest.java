package dev.saccade.internal.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxRuntimeRefusalTest {
    @TempDir
    Path dir;

    @Test
    void shouldNameAMissingFile() {
        assertRefused(Packages.of(dir.resolve("gone.onnx"), 4, 2, "i")).hasMessageContaining("no such file");
    }

    @Test
    void shouldRefuseAFileThatIsNotWhole() throws Exception {
        byte[] whole = conv().bytes();
        for (int length : new int[] {0, 1, 20, whole.length / 2, whole.length - 1}) {
            Path file = Files.write(dir.resolve("cut" + length + ".onnx"), java.util.Arrays.copyOf(whole, length));
            assertRefused(Packages.of(file, 4, 2, "i")).hasMessageContaining("not a whole ONNX file");
        }
    }

    @Test
    void shouldRefuseAFileOfAnotherKind() throws Exception {
        Path file = Files.writeString(dir.resolve("page.onnx"), "<html><body>404 not found</body></html>");
        assertRefused(Packages.of(file, 4, 2, "i"));
    }

    @Test
    void shouldNameAnOperatorThatDoesNotExist() {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Bogus", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i"))
                .hasMessageContaining("operator Bogus")
                .hasMessageContaining("n_y");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameAnOperatorOfAnotherDomain(boolean declared) {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .foreign("com.example", declared, "Bogus", "x", "y")
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i")).hasMessageContaining("operator com.example:Bogus");
    }

    @Test
    void shouldNameAnOperatorWithoutImplementation() {
        int int16 = 5;
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Cast", List.of("x"), List.of("a"), OnnxGraph.attribute("to", int16))
                .node("Relu", List.of("a"), List.of("b"))
                .node("Cast", List.of("b"), List.of("y"), OnnxGraph.attribute("to", OnnxGraph.FLOAT))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i"))
                .hasMessageContaining("operator Relu")
                .hasMessageContaining("n_b");
    }

    @Test
    void shouldRefuseWeightsInAnotherFileWhereverItLies() throws Exception {
        Path inside = Files.createDirectory(dir.resolve("package"));
        Path secret = Files.write(dir.resolve("secret.bin"), new byte[12]);
        Files.write(inside.resolve("weights.bin"), new byte[12]);
        Files.createSymbolicLink(inside.resolve("link.bin"), secret);
        for (String location :
                List.of("weights.bin", "../secret.bin", secret.toString(), "link.bin", "a/../../secret.bin", "")) {
            Path file = external(location).write(inside.resolve("model.onnx"));
            assertRefused(Packages.of(file, 4, 2, "i"))
                    .hasMessageContaining("the tensor 'w' lies in another file; save the model as one file");
        }
    }

    @Test
    void shouldRefuseTypesThatTheProgramDoesNotKnow() {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Cast", List.of("x"), List.of("y"), OnnxGraph.attribute("to", OnnxGraph.DOUBLE))
                .output("y", OnnxGraph.DOUBLE, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i")).hasMessageContaining("output y is double");
    }

    @Test
    void shouldRefuseAnInputThatContradictsThePackage() {
        Path file = conv().write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 8, 2, "i")).hasMessageContainingAll("[1, 3, 2, 4]", "[1, 3, 2, 8]", "size");
        InputSpec bytes = Packages.input(null, 4, 2, InputSpec.Layout.NCHW, TensorType.UINT8);
        assertRefused(Packages.of(file, bytes, "i")).hasMessageContainingAll("x is float", "uint8");
        InputSpec named = Packages.input("image", 4, 2, InputSpec.Layout.NCHW, TensorType.FLOAT32);
        assertRefused(Packages.of(file, named, "i")).hasMessageContainingAll("no input image", "[x]");
    }

    @Test
    void shouldAskWhichInputIsTheImage() {
        OnnxGraph graph = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .input("bias", OnnxGraph.FLOAT, "n", "k")
                .node("Relu", List.of("x"), List.of("y"))
                .node("Relu", List.of("bias"), List.of("z"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .output("z", OnnxGraph.FLOAT, "n", "k");
        Path file = graph.write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i")).hasMessageContainingAll("[x, bias]", "input.tensor");
        InputSpec named = Packages.input("x", 4, 2, InputSpec.Layout.NCHW, TensorType.FLOAT32);
        assertRefused(Packages.of(file, named, "i")).hasMessageContainingAll("bias [n, k]", "fixed sizes");
    }

    @Test
    void shouldRefuseAnOutputThatNoMemoryHolds() {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .longs("shape", 1 << 20, 1 << 20, 1)
                .node("ConstantOfShape", List.of("shape"), List.of("big"))
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .output("big", OnnxGraph.FLOAT, 1 << 20, 1 << 20, 1)
                .write(dir.resolve("model.onnx"));
        assertRefused(Packages.of(file, 4, 2, "i")).hasMessageContaining("more memory than there is");
    }

    @Test
    void shouldSurviveDamagedFiles() throws Exception {
        long seed = Long.getLong("saccade.seed", 20261123L);
        Random random = new Random(seed);
        byte[] whole = conv().bytes();
        for (int i = 0; i < 400; i++) {
            byte[] damaged = java.util.Arrays.copyOf(
                    whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int flips = random.nextInt(4); flips >= 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(dir.resolve("damaged.onnx"), damaged);
            try (Engine engine = new OnnxRuntimeProvider().load(Packages.of(file, 4, 2, "i"), Packages.options(null))) {
                assertThat(engine.run()).as("seed %d, round %d", seed, i).isIn(Engine.OK, Engine.ERROR);
            } catch (EngineException e) {
                assertThat(e.getMessage()).as("seed %d, round %d", seed, i).doesNotContain("\n");
            }
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(ModelPackage model) {
        return assertThatThrownBy(() -> new OnnxRuntimeProvider()
                        .load(model, Packages.options(dir.resolve("cache")))
                        .close())
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.isMissingDevice()).isFalse();
                    assertThat(e.getMessage())
                            .startsWith(model.model().toString())
                            .contains("; ")
                            .doesNotContain("\n", ".cc:", "Exception");
                });
    }

    private static OnnxGraph conv() {
        return new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .floats("w", new long[] {2, 3, 1, 1}, 1, 2, 3, 4, 5, 6)
                .node("Conv", List.of("x", "w"), List.of("c"), OnnxGraph.attribute("kernel_shape", 1, 1))
                .node("Relu", List.of("c"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 2, 2, 4);
    }

    private static OnnxGraph external(String location) {
        return new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .external("w", location, 1, 3, 1, 1)
                .node("Conv", List.of("x", "w"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 1, 2, 4);
    }
}
