package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where scales go, what is folded, raised and refused. */
class QuantNetworkTest {
    private static final int[] POINT = {1, 1, 1, 1};

    @TempDir
    Path work;

    @Test
    void shouldWriteWeightsAsBytesAndActivationsThroughQdq() throws Exception {
        OnnxModel model = quantised(point("x", "y").output("y", Onnx.FLOAT, 1, 1, 4, 4), QuantTarget.TENSORRT);

        assertThat(types(model)).containsExactly("QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv");
        GraphNode conv = model.nodes().get(3);
        assertThat(conv.inputs()).containsExactly("x/dequantised", "y/weight/dequantised", "b_y");
        assertThat(bytes(model, "y/weight/quantised")).containsExactly(127);
        assertThat(floats(model, "y/weight/scale")).containsExactly(2);
        assertThat(floats(model, "x/scale")).containsExactly(1);
        assertThat(bytes(model, "x/zero-point")).containsExactly(0);
        assertThat(model.initializers()).doesNotContainKey("w_y");
        assertThat(model.nodes().get(2).attribute("axis", -1)).isZero();
    }

    @Test
    void shouldQuantiseTheBiasForTheCpu() throws Exception {
        OnnxModel model = quantised(point("x", "y").output("y", Onnx.FLOAT, 1, 1, 4, 4), QuantTarget.CPU);

        GraphNode conv = model.nodes().get(model.nodes().size() - 1);
        assertThat(conv.input(2)).isEqualTo("y/bias/dequantised");
        // The bias of 8 in units of 254/255 (the input's step) times 2.
        assertThat(model.initializers()
                        .get("y/bias/quantised")
                        .part(Onnx.TENSOR_RAW)
                        .asReadOnlyByteBuffer()
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt())
                .isEqualTo(4);
    }

    @Test
    void shouldQuantiseTheResidualSideOfASumOnlyAndNoOutput() throws Exception {
        TestGraph graph = point("x", "a");
        conv(graph, "a", "b");
        graph.node("Add", "a b", "sum").node("Relu", "sum", "r");
        conv(graph, "r", "y");
        graph.output("y", Onnx.FLOAT, 1, 1, 4, 4);

        OnnxModel model = quantised(graph, QuantTarget.TENSORRT);

        GraphNode sum = node(model, "node-sum");
        assertThat(sum.inputs()).containsExactly("a/dequantised", "b");
        assertThat(types(model).stream().filter("QuantizeLinear"::equals)).hasSize(3);
        assertThat(model.nodes().get(model.nodes().size() - 1).output(0)).isEqualTo("y");
    }

    @Test
    void shouldPutQdqOnBothSidesOfASumForTheCpu() throws Exception {
        TestGraph graph = point("x", "a");
        conv(graph, "a", "b");
        graph.node("Add", "a b", "sum").node("Relu", "sum", "r");
        conv(graph, "r", "y");
        graph.output("y", Onnx.FLOAT, 1, 1, 4, 4);

        OnnxModel model = quantised(graph, QuantTarget.CPU);

        assertThat(node(model, "node-sum").inputs()).containsExactly("a/dequantised", "b/dequantised");
        assertThat(node(model, "node-r").inputs()).containsExactly("sum");
        assertThat(node(model, "node-y").input(0)).isEqualTo("r/dequantised");
    }

    @Test
    void shouldGiveAConcatenationOneScale() throws Exception {
        TestGraph graph = point("x", "a");
        conv(graph, "x", "b");
        graph.node("Concat", "a b", "both", TestGraph.integer("axis", 1));
        graph.constant(TestGraph.shaped("w_y", new int[] {1, 2, 1, 1}, 1, 1)).node("Conv", "both w_y", "y");
        graph.output("y", Onnx.FLOAT, 1, 1, 4, 4);
        Map<String, ValueRange> ranges = new HashMap<>();
        ranges.put("x", new ValueRange(-127, 0));
        ranges.put("a", new ValueRange(-127, 0));
        ranges.put("b", new ValueRange(-1270, 0));
        ranges.put("both", new ValueRange(-1270, 0));

        QuantNetwork network = QuantNetwork.of(write(graph), QuantTarget.TENSORRT);
        OnnxModel model = OnnxModel.parse(network.write(Set.copyOf(network.layers()), ranges));

        assertThat(floats(model, "a/scale")).containsExactly(10);
        assertThat(floats(model, "b/scale")).containsExactly(10);
        assertThat(floats(model, "both/scale")).containsExactly(10);
    }

    @Test
    void shouldFoldNormalisationAndConstantsIntoTheConvolution() throws Exception {
        // (2x + 1 - 1) * 4 / sqrt(4) + 3 + 0.5 = 4x + 3.5
        TestGraph graph = new TestGraph()
                .input("x", Onnx.FLOAT, 1, 1, 4, 4)
                .constant(TestGraph.shaped("w", POINT, 2))
                .constant(TestGraph.floats("b", 1))
                .constant(TestGraph.floats("scale", 4))
                .constant(TestGraph.floats("shift", 3))
                .constant(TestGraph.floats("mean", 1))
                .constant(TestGraph.floats("variance", 4 - 1e-5f))
                .constant(TestGraph.shaped("half", new int[] {1, 1, 1}, 0.5f))
                .node("Conv", "x w b", "c")
                .node("BatchNormalization", "c scale shift mean variance", "n")
                .node("Add", "half n", "y")
                .output("y", Onnx.FLOAT, 1, 1, 4, 4);

        QuantNetwork network = QuantNetwork.of(write(graph), QuantTarget.TENSORRT);
        OnnxModel model = OnnxModel.parse(network.exposing(List.of()));

        assertThat(types(model)).containsExactly("Conv");
        GraphNode conv = model.nodes().get(0);
        assertThat(conv.label()).isEqualTo("node-y");
        assertThat(conv.output(0)).isEqualTo("y");
        assertThat(floats(model, conv.input(1))).containsExactly(4);
        assertThat(floats(model, conv.input(2))).containsExactly(3.5f);
        assertThat(network.layersOf(Set.of("node-c"))).isEqualTo(network.layersOf(Set.of("y")));
        assertThat(model.initializers()).hasSize(2);
    }

    @Test
    void shouldNotFoldWhatIsReadElsewhere() throws Exception {
        TestGraph graph = point("x", "c")
                .constant(TestGraph.floats("half", 0.5f))
                .node("Add", "c half", "s")
                .node("Mul", "s c", "y")
                .output("y", Onnx.FLOAT, 1, 1, 4, 4);

        QuantNetwork network = QuantNetwork.of(write(graph), QuantTarget.TENSORRT);

        assertThat(types(OnnxModel.parse(network.exposing(List.of())))).containsExactly("Conv", "Add", "Mul");
    }

    @Test
    void shouldLeaveLayersFp32ThatAreNotChosen() throws Exception {
        TestGraph graph = point("x", "a");
        conv(graph, "a", "y");
        graph.output("y", Onnx.FLOAT, 1, 1, 4, 4);
        QuantNetwork network = QuantNetwork.of(write(graph), QuantTarget.TENSORRT);

        OnnxModel model = OnnxModel.parse(network.write(network.layersOf(Set.of("node-y")), ranges(network)));

        assertThat(node(model, "node-a").inputs()).containsExactly("x", "w_a", "b_a");
        assertThat(node(model, "node-y").input(0)).isEqualTo("a/dequantised");
    }

    @Test
    void shouldGiveTheSameBytesForTheSameChoice() throws Exception {
        TestGraph graph = point("x", "a");
        conv(graph, "a", "y");
        graph.output("y", Onnx.FLOAT, 1, 1, 4, 4);
        Path file = write(graph);
        QuantNetwork first = QuantNetwork.of(file, QuantTarget.CPU);
        QuantNetwork second = QuantNetwork.of(file, QuantTarget.CPU);

        assertThat(first.write(Set.copyOf(first.layers()), ranges(first)))
                .isEqualTo(second.write(Set.copyOf(second.layers()), ranges(second)));
    }

    @Test
    void shouldRaiseOpset11AndMoveAttributesToInputs() throws Exception {
        Message axes = new Message()
                .set(Onnx.ATTRIBUTE_NAME, "axes")
                .setNumbers(Onnx.ATTRIBUTE_INTS, List.of(3L))
                .set(Onnx.ATTRIBUTE_TYPE, 7);
        TestGraph graph =
                point("x", "a").opset(11).node("ReduceSum", "a", "y", axes).output("y", Onnx.FLOAT, 1, 1, 4, 1);

        OnnxModel model = OnnxModel.parse(
                QuantNetwork.of(write(graph), QuantTarget.TENSORRT).exposing(List.of()));

        assertThat(model.opset()).isEqualTo(13);
        assertThat(node(model, "node-y").inputs()).containsExactly("a", "y/axes");
        assertThat(node(model, "node-y").attribute("axes")).isNull();
    }

    @Test
    void shouldRefuseAnOldOpsetWithTheRemedy() throws Exception {
        TestGraph older = point("x", "y").opset(10).output("y", Onnx.FLOAT, 1, 1, 4, 4);
        TestGraph changed = point("x", "a").opset(12).node("Softmax", "a", "y").output("y", Onnx.FLOAT, 1, 1, 4, 4);

        refused(older, "is of opset 10", "export it with opset 13");
        refused(changed, "Softmax 'node-y'", "onnx.version_converter");
    }

    @Test
    void shouldNameAWeightThatIsNoNumber() throws Exception {
        TestGraph graph = new TestGraph()
                .input("x", Onnx.FLOAT, 1, 1, 4, 4)
                .constant(TestGraph.shaped("w", POINT, Float.NaN))
                .node("Conv", "x w", "y")
                .output("y", Onnx.FLOAT, 1, 1, 4, 4);

        refused(graph, "weight 0 of tensor 'w' (node 'node-y') is NaN", "export the network again");
    }

    @Test
    void shouldRefuseWhatIsQuantisedOrHasNoLayer() throws Exception {
        QuantNetwork network =
                QuantNetwork.of(write(point("x", "y").output("y", Onnx.FLOAT, 1, 1, 4, 4)), QuantTarget.TENSORRT);
        Path twice =
                Files.write(work.resolve("twice.onnx"), network.write(Set.copyOf(network.layers()), ranges(network)));
        TestGraph none = new TestGraph()
                .input("x", Onnx.FLOAT, 1, 4)
                .node("Relu", "x", "y")
                .output("y", Onnx.FLOAT, 1, 4);

        assertThatThrownBy(() -> QuantNetwork.of(twice, QuantTarget.TENSORRT))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("quantised already");
        refused(none, "has no Conv", "use it as it is");
        assertThatThrownBy(() -> network.layersOf(Set.of("nobody")))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("'nobody' is no layer")
                .hasMessageContaining("node-y");
    }

    @Test
    void shouldTellWhyALayerCannotBeQuantised() throws Exception {
        TestGraph graph = point("x", "a")
                .node("MatMul", "a a", "square")
                .constant(TestGraph.shaped("w_y", POINT, 1))
                .node("ConvTranspose", "square w_y", "y")
                .output("y", Onnx.FLOAT, 1, 1, 4, 4);

        List<QuantLayer> layers = QuantNetwork.of(write(graph), QuantTarget.CPU).layers();

        assertThat(layers).extracting(QuantLayer::isQuantisable).containsExactly(true, false, false);
        assertThat(layers.get(1).obstacle()).contains("not constant");
        assertThat(layers.get(2).obstacle()).contains("ONNX Runtime");
    }

    private void refused(TestGraph graph, String what, String remedy) throws Exception {
        Path file = write(graph);
        assertThatThrownBy(() -> QuantNetwork.of(file, QuantTarget.TENSORRT))
                .isInstanceOf(ModelsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    private OnnxModel quantised(TestGraph graph, QuantTarget target) throws Exception {
        QuantNetwork network = QuantNetwork.of(write(graph), target);
        return OnnxModel.parse(network.write(Set.copyOf(network.layers()), ranges(network)));
    }

    /** -127..127 for every tensor. */
    private static Map<String, ValueRange> ranges(QuantNetwork network) {
        Map<String, ValueRange> ranges = new HashMap<>();
        network.tensors().forEach(tensor -> ranges.put(tensor, new ValueRange(-127, 127)));
        return ranges;
    }

    private Path write(TestGraph graph) throws Exception {
        return Files.write(Files.createTempFile(work, "graph", ".onnx"), graph.bytes());
    }

    private static TestGraph point(String from, String to) {
        TestGraph graph = new TestGraph().input(from, Onnx.FLOAT, 1, 1, 4, 4);
        conv(graph, from, to);
        return graph;
    }

    private static void conv(TestGraph graph, String from, String to) {
        graph.constant(TestGraph.shaped("w_" + to, POINT, 254))
                .constant(TestGraph.floats("b_" + to, 8))
                .node("Conv", from + " w_" + to + " b_" + to, to);
    }

    private static List<String> types(OnnxModel model) {
        return model.nodes().stream().map(GraphNode::type).toList();
    }

    private static GraphNode node(OnnxModel model, String name) {
        return model.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(OnnxModel model, String tensor) {
        return model.initializers().get(tensor).part(Onnx.TENSOR_RAW).toByteArray();
    }

    private static float[] floats(OnnxModel model, String tensor) throws Exception {
        java.nio.FloatBuffer values = Constants.values(model.initializers().get(tensor), tensor);
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }
}
