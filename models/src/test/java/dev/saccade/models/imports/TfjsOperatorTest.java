package dev.saccade.models.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfjsOperatorTest {
    private static final int H = 7;
    private static final int W = 6;
    private static final int C = 3;

    @TempDir
    Path directory;

    private final float[] x = Numbers.random(1, H * W * C);
    private final NhwcReference image = new NhwcReference(H, W, C, x);

    private float[] run(TfjsFixture fixture) throws Exception {
        return Numbers.run(directory, fixture.read(directory), x);
    }

    private static TfjsFixture network() {
        return new TfjsFixture(1, H, W, C);
    }

    @ParameterizedTest
    @CsvSource({"3,1,1,SAME", "3,2,1,SAME", "2,2,1,SAME", "3,1,2,SAME", "3,1,1,VALID", "2,2,1,VALID", "1,1,1,VALID"})
    void shouldConvolve(int kernel, int stride, int dilation, String padding) throws Exception {
        float[] filter = Numbers.random(2, kernel * kernel * C * 4);
        float[] y = run(network()
                .floats("w", filter, kernel, kernel, C, 4)
                .node("Conv2D", "y", "x", "w")
                .list("strides", 1, stride, stride, 1)
                .list("dilations", 1, dilation, dilation, 1)
                .text("padding", padding));
        Numbers.assertClose(
                y, image.convolve(filter, kernel, kernel, 4, stride, dilation, padding.equals("SAME"), false).values);
    }

    @ParameterizedTest
    @CsvSource({"3,1,1", "3,2,1", "5,2,2", "2,1,3"})
    void shouldConvolveEachChannel(int kernel, int stride, int multiplier) throws Exception {
        float[] filter = Numbers.random(3, kernel * kernel * C * multiplier);
        float[] y = run(network()
                .floats("w", filter, kernel, kernel, C, multiplier)
                .node("DepthwiseConv2dNative", "y", "x", "w")
                .list("strides", 1, stride, stride, 1)
                .text("padding", "SAME"));
        Numbers.assertClose(y, image.convolve(filter, kernel, kernel, multiplier, stride, 1, true, true).values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_FusedConv2D", "FusedDepthwiseConv2dNative"})
    void shouldApplyFusedBiasAndActivation(String op) throws Exception {
        boolean depthwise = op.contains("Depthwise");
        float[] filter = Numbers.random(4, C * 3);
        float[] bias = {1, -2, 0.5f};
        int outputs = depthwise ? 1 : 3;
        TfjsFixture fixture = depthwise
                ? network().floats("w", java.util.Arrays.copyOf(filter, C), 1, 1, C, 1)
                : network().floats("w", filter, 1, 1, C, 3);
        float[] y = run(fixture.floats("b", bias, 3)
                .node(op, "y", "x", "w", "b")
                .list("strides", 1, 1, 1, 1)
                .text("padding", "VALID")
                .texts("fused_ops", "BiasAdd", "Relu6"));
        float[] expected = image.convolve(filter, 1, 1, outputs, 1, 1, false, depthwise).values;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.min(Math.max(expected[i] + bias[i % 3], 0), 6);
        }
        Numbers.assertClose(y, expected);
    }

    @ParameterizedTest
    @CsvSource({"MaxPool,3,2,SAME", "MaxPool,2,2,VALID", "AvgPool,3,1,SAME", "AvgPool,2,2,VALID"})
    void shouldPool(String op, int kernel, int stride, String padding) throws Exception {
        float[] y = run(network()
                .node(op, "y", "x")
                .list("ksize", 1, kernel, kernel, 1)
                .list("strides", 1, stride, stride, 1)
                .text("padding", padding));
        Numbers.assertClose(y, image.pool(op.equals("MaxPool"), kernel, stride, padding.equals("SAME")).values);
    }

    @ParameterizedTest
    @CsvSource({"14,12,false,false", "14,12,true,false", "14,12,false,true", "10,9,true,false", "3,4,false,false"})
    void shouldResize(int height, int width, boolean half, boolean align) throws Exception {
        float[] y = run(network()
                .integers("size", height, width)
                .node("ResizeBilinear", "y", "x", "size")
                .flag("half_pixel_centers", half)
                .flag("align_corners", align));
        Numbers.assertClose(y, image.resize(height, width, half, align).values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relu", "Relu6", "Sigmoid", "Identity"})
    void shouldApplyFunctionOfOneTensor(String op) throws Exception {
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = switch (op) {
                case "Relu" -> Math.max(x[i], 0);
                case "Relu6" -> Math.min(Math.max(x[i], 0), 6);
                case "Sigmoid" -> (float) (1 / (1 + Math.exp(-x[i])));
                default -> x[i];
            };
        }
        Numbers.assertClose(run(network().node(op, "y", "x")), expected);
    }

    @ParameterizedTest
    @CsvSource({"Add,1", "AddV2,3", "Sub,3", "Mul,1", "BiasAdd,3", "Mul,126"})
    void shouldCombineWithConstant(String op, int size) throws Exception {
        float[] constant = Numbers.random(5, size);
        int[] shape = size == 1 ? new int[0] : size == 3 ? new int[] {3} : new int[] {1, H, W, C};
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float c = constant[size == 126 ? i : i % size];
            expected[i] = op.equals("Sub") ? x[i] - c : op.equals("Mul") ? x[i] * c : x[i] + c;
        }
        Numbers.assertClose(run(network().floats("c", constant, shape).node(op, "y", "x", "c")), expected);
    }

    @Test
    void shouldScaleByMeanOfChannel() throws Exception {
        float[] y = run(network()
                .integers("axes", 1, 2)
                .node("Mean", "mean", "x", "axes")
                .flag("keep_dims", true)
                .node("Mul", "y", "x", "mean"));
        float[] mean = image.mean();
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = x[i] * mean[i % C];
        }
        Numbers.assertClose(y, expected);
    }

    @Test
    void shouldSqueezeMeanToVector() throws Exception {
        ImportedModel model = network()
                .integers("axes", 1, 2)
                .node("Mean", "mean", "x", "axes")
                .flag("keep_dims", true)
                .node("Squeeze", "y", "mean")
                .list("squeeze_dims", 1, 2)
                .read(directory);
        assertThat(model.outputs().get("y")).containsExactly(1, C);
        Numbers.assertClose(Numbers.run(directory, model, x), image.mean());
    }

    @Test
    void shouldReshapeInTheNetworksOwnOrder() throws Exception {
        float[] y = run(network().integers("shape", 1, -1).node("Reshape", "y", "x", "shape"));
        Numbers.assertClose(y, x);
    }

    @Test
    void shouldReturnToImageAfterReshape() throws Exception {
        float[] y = run(network()
                .integers("flat", 1, H * W * C)
                .integers("image", 1, H, W, C)
                .node("Reshape", "vector", "x", "flat")
                .node("Reshape", "again", "vector", "image")
                .node("AddV2", "y", "again", "x"));
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = 2 * x[i];
        }
        Numbers.assertClose(y, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void shouldConcatenate(int axis) throws Exception {
        float[] y =
                run(network().integers("axis", axis).node("Relu", "r", "x").node("ConcatV2", "y", "x", "r", "axis"));
        float[] expected = new float[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            int at = axis == 1 ? i : i / C * 2 * C + i % C;
            expected[at] = x[i];
            expected[axis == 1 ? i + x.length : at + C] = Math.max(x[i], 0);
        }
        Numbers.assertClose(y, expected);
    }

    @Test
    void shouldReadStoredWeights() throws Exception {
        byte[] halves = {0x00, 0x3c, 0x00, (byte) 0xc0, 0x01, 0x00}; // 1, -2, the least subnormal
        byte[] bytes = {0, 10, (byte) 255};
        float[] y = run(network()
                .stored("h", Map.of("dtype", "float16"), halves, 3)
                .stored("q", Map.of("dtype", "uint8", "scale", 0.5, "min", -1.0), bytes, 3)
                .node("AddV2", "s", "x", "h")
                .node("AddV2", "y", "s", "q"));
        float[] add = {1 - 1, -2 + 4, 0x1p-24f + 126.5f};
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = x[i] + add[i % 3];
        }
        Numbers.assertClose(y, expected);
    }

    @Test
    void shouldTakeInputSizeWhereTheGraphLeavesItOpen() throws Exception {
        TfjsFixture open = new TfjsFixture(-1, -1, -1, C).node("Relu", "y", "x");
        assertThat(open.read(directory, W, H).inputShape()).containsExactly(1, C, H, W);
        assertThatThrownBy(() -> open.read(directory))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("node 'x'")
                .hasMessageContaining("give the input size");
    }

    @Test
    void shouldGiveTheSameBytesTwice() throws Exception {
        TfjsFixture fixture = network().node("Relu", "y", "x");
        assertThat(fixture.read(directory).onnx())
                .isEqualTo(fixture.read(directory).onnx());
    }

    @Test
    void shouldNameUnsupportedOperatorAndItsNode() {
        assertThatThrownBy(() -> run(network().node("TopKV2", "best", "x").node("Relu", "y", "best")))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("model.json: node 'best' (TopKV2)")
                .hasMessageContaining("not supported");
    }

    @Test
    void shouldRefuseCycle() {
        assertThatThrownBy(() -> run(network().node("Relu", "a", "y").node("Relu", "y", "a")))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("depends on itself");
    }

    @Test
    void shouldRefuseShardOutsideTheModelsDirectory() throws Exception {
        Path model = network().node("Relu", "y", "x").write(directory);
        String json = java.nio.file.Files.readString(model).replace("shard.bin", "../shard.bin");
        java.nio.file.Files.writeString(model, json);
        assertThatThrownBy(() -> dev.saccade.models.tfjs.TfjsImporter.read(
                        model, new dev.saccade.models.onnx.ImportRequest(java.util.List.of(), Map.of("y", "y"))))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("'../shard.bin' is not a plain file name");
    }
}
