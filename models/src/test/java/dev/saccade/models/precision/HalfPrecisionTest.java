package dev.saccade.models.precision;

import static dev.saccade.models.precision.Onnx.BOOL;
import static dev.saccade.models.precision.Onnx.FLOAT;
import static dev.saccade.models.precision.Onnx.FLOAT16;
import static dev.saccade.models.precision.TestGraph.floats;
import static dev.saccade.models.precision.TestGraph.integer;
import static dev.saccade.models.precision.TestGraph.longs;
import static dev.saccade.models.precision.TestGraph.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversion of small graphs: what turns, what stays, where casts stand, and that the result computes the same. */
class HalfPrecisionTest {
    private static final float[] X = {1, -2, 0.5f, 3};
    private static final Offset<Float> HALF = within(0.01f);

    @TempDir
    Path work;

    private static TestGraph fourFloats() {
        return new TestGraph().input("x", FLOAT, 4).output("y", FLOAT, 4);
    }

    @Test
    void shouldConvertBetweenFloatPorts() throws Exception {
        TestGraph graph = fourFloats()
                .constant(floats("w", 1.5f, 2, 0.1f, -1))
                .node("Mul", "x w", "m")
                .declare("m", FLOAT, 4)
                .node("Relu", "m", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.report().converted()).isEqualTo(2);
        assertThat(half.report().islands()).isEmpty();
        assertThat(half.report().castsAdded()).isEqualTo(2);
        assertThat(half.typeOf("x")).isEqualTo(FLOAT);
        assertThat(half.typeOf("w")).isEqualTo(FLOAT16);
        assertThat(half.typeOf("m")).isEqualTo(FLOAT16);
        assertThat(half.typeOf("y")).isEqualTo(FLOAT);
        assertThat(half.model().valueInfo()).extracting(v -> v.text(Onnx.FIRST)).contains("m", "x/fp16", "y/fp16");
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {1.5f, 0, 0.05f, 0}, HALF);
        assertThat(new String(half.file(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains(HalfPrecision.SOURCE_KEY, half.report().sourceSha256(), HalfPrecision.ISLANDS_KEY);
    }

    @Test
    void shouldGiveTheSameBytesAgain() throws Exception {
        TestGraph graph = fourFloats().node("Exp", "x", "e").node("Relu", "e", "y");

        assertThat(ConvertedGraph.of(graph).file())
                .isEqualTo(ConvertedGraph.of(graph).file());
    }

    @Test
    void shouldCastOnceForAllReaders() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .node("Relu", "x", "a")
                .node("Sigmoid", "x", "b")
                .node("Exp", "a", "c")
                .node("Log", "a", "d")
                .node("Add", "c d", "e")
                .node("Clip", "e", "f")
                .node("Clip", "e", "g")
                .node("Sum", "a b f g", "y"));

        assertThat(half.all("Cast"))
                .extracting(node -> node.output(0))
                .containsExactly("x/fp16", "a/fp32", "e/fp16", "y");
        assertThat(half.reason("node-e")).isEqualTo("goes on with what an island made");
    }

    @Test
    void shouldShareConstantsBetweenIslandAndHalves() throws Exception {
        TestGraph graph = fourFloats()
                .constant(floats("w", 2, 2, 2, 2))
                .node("Mul", "x w", "a")
                .node("Pow", "a w", "b")
                .node("Relu", "b", "c")
                .node("Add", "c w", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.typeOf("w")).isEqualTo(FLOAT);
        assertThat(half.typeOf("w/fp16")).isEqualTo(FLOAT16);
        assertThat(half.node("node-b").input(1)).isEqualTo("w");
        assertThat(half.node("node-a").input(1)).isEqualTo("w/fp16");
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {6, 18, 3, 38}, HALF);
    }

    @Test
    void shouldConvertConstantNodesOfEveryForm() throws Exception {
        TestGraph graph = fourFloats()
                .node("Constant", "", "k", tensor("value", floats("", 1, 2, 3, 4)))
                .node("Add", "x k", "a")
                .node("Add", "a a", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.typeOf("k")).isEqualTo(FLOAT16);
        assertThat(half.all("Constant")).isEmpty();
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {4, 0, 7, 14}, HALF);
    }

    /** 3000 * 3000 is beyond a half; the sum over the moved values shows it. */
    @Test
    void shouldNeedTheIslandWhereValuesOverflow() throws Exception {
        TestGraph graph = fourFloats()
                .constant(floats("large", 3000, 3000, 3000, 3000))
                .constant(longs("square", 2, 2))
                .constant(longs("list", 4))
                .node("Mul", "x large", "a")
                .node("Mul", "a large", "b")
                .node("Reshape", "b square", "t")
                .node("Transpose", "t", "u")
                .node("Reshape", "u list", "c")
                .node("Div", "c large", "y");
        float[] right = {3000, 1500, -6000, 9000};

        float[] without = ConvertedGraph.of(graph).run(work, X, 4);
        ConvertedGraph kept = ConvertedGraph.of(graph, Islands.ofNodes("node-b").andNodes(List.of("y")), Ports.FP32);

        assertThat(without[3]).isInfinite();
        assertThat(kept.reason("node-b")).isEqualTo("asked for");
        assertThat(kept.run(work, X, 4)).containsExactly(right, within(4f));
    }

    @Test
    void shouldLeaveNodesWhoseWeightsOverflow() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(floats("w", 1, 1e6f, -70000, 1e-9f))
                .constant(floats("v", 1e-9f, 1e-5f, 65504, 1))
                .node("Mul", "x w", "a")
                .node("Sigmoid", "a", "b")
                .node("Add", "b v", "y"));

        assertThat(half.reason("node-a")).isEqualTo("'w' holds 2 of 4 numbers beyond 65504");
        assertThat(half.typeOf("w")).isEqualTo(FLOAT);
        assertThat(half.report().weights())
                .containsExactly(new WeightChange("w", 4, 2, 1, 0), new WeightChange("v", 4, 0, 1, 1));
    }

    @Test
    void shouldFoldCastsOfAnExistingHalfRegion() throws Exception {
        TestGraph graph = fourFloats()
                .node("Relu", "x", "a")
                .node("Cast", "a", "b", integer("to", FLOAT16))
                .node("Neg", "b", "c")
                .node("Cast", "c", "d", integer("to", FLOAT))
                .node("Abs", "d", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.all("Cast")).extracting(node -> node.output(0)).containsExactly("x/fp16", "y");
        assertThat(half.report().castsRemoved()).isEqualTo(2);
        assertThat(half.node("node-c").input(0)).isEqualTo("a");
        assertThat(half.node("node-y").input(0)).isEqualTo("c");
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {1, 0, 0.5f, 3}, HALF);
    }

    @Test
    void shouldRetargetCastsOfSmallTypesOnly() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(floats("zero", 0, 0, 0, 0))
                .constant(longs("big", 1, 2, 3, 1L << 20))
                .node("Greater", "x zero", "positive")
                .node("Cast", "positive", "a", integer("to", FLOAT))
                .node("Cast", "big", "b", integer("to", FLOAT))
                .node("Mul", "x a", "c")
                .node("Min", "c b", "y"));

        assertThat(half.typeOf("positive")).isEqualTo(BOOL);
        assertThat(half.typeOf("a")).isEqualTo(FLOAT16);
        assertThat(half.typeOf("b")).isEqualTo(FLOAT);
        assertThat(half.reason("node-b")).contains("halves may not hold");
        assertThat(half.inputType("node-y", 1)).isEqualTo(FLOAT16);
        assertThat(half.run(work, X, 4)[3]).isEqualTo(3);
    }

    @Test
    void shouldLeaveShapesAndResizeScales() throws Exception {
        TestGraph graph = new TestGraph()
                .input("x", FLOAT, 1, 1, 2, 2)
                .output("y", FLOAT, 1, 1, 4, 4)
                .constant(floats("two", 2))
                .constant(longs("axis", 2))
                .constant(floats("scales", 1, 1, 2, 2))
                .node("Relu", "x", "a")
                .node("Shape", "a", "s")
                .node("Gather", "s axis", "rows")
                .node("Cast", "rows", "f", integer("to", FLOAT))
                .node("Mul", "f two", "g")
                .node("Resize", "a - scales", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.inputType("node-s", 0)).isEqualTo(FLOAT16);
        assertThat(half.typeOf("g")).isEqualTo(FLOAT);
        assertThat(half.reason("node-f")).isNotNull();
        assertThat(half.reason("node-g")).contains("shapes");
        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
        assertThat(half.typeOf("scales")).isEqualTo(FLOAT);
    }

    @Test
    void shouldLeaveInnerGraphsWhole() throws Exception {
        TestGraph yes = new TestGraph().node("Add", "a w", "p").output("p", FLOAT, 4);
        TestGraph no = new TestGraph().node("Sub", "a w", "q").output("q", FLOAT, 4);
        TestGraph graph = fourFloats()
                .constant(floats("w", 1, 1, 1, 1))
                .constant(floats("zero", 0))
                .constant(longs("axis", 0))
                .node("Mul", "x w", "a")
                .node("ReduceMax", "a", "m", integer("keepdims", 0))
                .node("Greater", "m zero", "c")
                .node("Squeeze", "c axis", "s")
                .node("If", "s", "i", TestGraph.graph("then_branch", yes), TestGraph.graph("else_branch", no))
                .node("Relu", "i", "y");
        ConvertedGraph half = ConvertedGraph.of(graph);

        assertThat(half.reason("node-i")).contains("graph of its own");
        assertThat(half.typeOf("a")).as("what the inner graph reads").isEqualTo(FLOAT);
        assertThat(half.typeOf("w")).isEqualTo(FLOAT);
        assertThat(half.inputType("node-a", 1)).isEqualTo(FLOAT16);
        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {2, 0, 1.5f, 4}, HALF);
        assertThat(ConvertedGraph.refusal(
                        fourFloats()
                                .node("Relu", "x", "r")
                                .node("If", "r", "y", TestGraph.graph("then_branch", reading("x"))),
                        Islands.none(),
                        Ports.FP16))
                .contains("inner graph", "'x'");
    }

    private static TestGraph reading(String tensor) {
        return new TestGraph().node("Neg", tensor, "n").output("n", FLOAT, 4);
    }

    @Test
    void shouldLeaveQuantisedPartsAlone() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(floats("scale", 0.1f).clear(Onnx.TENSOR_DIMENSIONS))
                .constant(floats("w", 1, 1, 1, 1))
                .node("Sigmoid", "x", "a")
                .node("Relu", "a", "b")
                .node("QuantizeLinear", "b scale", "q")
                .node("DequantizeLinear", "q scale", "d")
                .node("Mul", "d w", "e")
                .node("Sigmoid", "e", "y"));

        assertThat(half.typeOf("scale")).isEqualTo(FLOAT);
        assertThat(half.reason("node-b")).isEqualTo("is quantised next");
        assertThat(half.reason("node-e")).isEqualTo("computes on quantised values");
        assertThat(half.node("node-d").input(0)).isEqualTo("q");
        assertThat(half.inputType("node-a", 0)).isEqualTo(FLOAT16);
        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
    }

    @Test
    void shouldLeaveWhatItDoesNotKnow() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .node("Relu", "x", "a")
                .node("vendor.ops:Magic", "a", "b")
                .node("Relu", "b", "c")
                .node("Sigmoid", "a", "d")
                .node("Neg", "d", "y"));

        assertThat(half.reason("node-b")).isEqualTo("operator of the domain vendor.ops");
        assertThat(half.inputType("node-b", 0)).isEqualTo(FLOAT);
        assertThat(half.node("node-c").input(0)).isEqualTo("b");
        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
    }

    @Test
    void shouldTrustDeclaredTypesOfUnknownOperators() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .node("vendor.ops:Magic", "x", "b")
                .declare("b", FLOAT, 4)
                .node("Relu", "b", "y"));

        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
    }

    @Test
    void shouldNotCastAroundNodesThatOnlyMove() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(longs("shape", 4))
                .node("Reshape", "x shape", "a")
                .node("Softmax", "a", "b")
                .node("Identity", "b", "c")
                .node("Relu", "x", "r")
                .node("Add", "c r", "y"));

        assertThat(half.node("node-a").input(0)).isEqualTo("x");
        assertThat(half.typeOf("a")).isEqualTo(FLOAT);
        assertThat(half.typeOf("c")).isEqualTo(FLOAT);
        assertThat(half.all("Cast")).hasSize(3);
    }

    @Test
    void shouldLeaveOutWhatIsLeftOut() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(floats("most", 1))
                .node("Split", "x", "a -")
                .node("Clip", "a - most", "y"));

        assertThat(half.node("node-y").inputs()).containsExactly("a", "", "most");
        assertThat(half.node("node-a -").outputs()).containsExactly("a", "");
    }

    @Test
    void shouldTurnPortsToHalvesOnRequest() throws Exception {
        TestGraph graph = fourFloats().node("Relu", "x", "a").node("Exp", "a", "y");
        ConvertedGraph half = ConvertedGraph.of(graph, Islands.none(), Ports.FP16);

        assertThat(half.typeOf("x")).isEqualTo(FLOAT16);
        assertThat(half.typeOf("y")).isEqualTo(FLOAT16);
        assertThat(half.node("node-y").output(0)).isEqualTo("y/fp32");
        assertThat(half.all("Cast")).hasSize(2);
    }

    @Test
    void shouldFillWithHalves() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(fourFloats()
                .constant(longs("shape", 4))
                .node("ConstantOfShape", "shape", "k", tensor("value", floats("", 1.5f)))
                .node("ConstantOfShape", "shape", "zero")
                .node("Mul", "x k", "m")
                .node("Add", "m zero", "y"));

        assertThat(half.typeOf("k")).isEqualTo(FLOAT16);
        assertThat(half.typeOf("zero")).isEqualTo(FLOAT16);
        assertThat(half.run(work, X, 4)).containsExactly(new float[] {1.5f, -3, 0.75f, 4.5f}, HALF);
    }

    static Stream<String> defaultIslands() {
        return DefaultIslands.reasons().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("defaultIslands")
    void shouldKeepEveryDefaultIsland(String operator) throws Exception {
        ConvertedGraph half = ConvertedGraph.of(
                fourFloats().node("Relu", "x", "a").node(operator, "a", "b").node("Sigmoid", "a", "y"));

        assertThat(half.reason("node-b")).isEqualTo(DefaultIslands.reasons().get(operator));
        assertThat(half.inputType("node-b", 0)).isEqualTo(FLOAT);
        assertThat(half.inputType("node-y", 0)).isEqualTo(FLOAT16);
    }

    @Test
    void shouldKeepAnOperatorOnRequest() throws Exception {
        ConvertedGraph half = ConvertedGraph.of(
                fourFloats().node("Relu", "x", "a").node("Sigmoid", "a", "y"),
                Islands.ofOperators("Sigmoid"),
                Ports.FP32);

        assertThat(half.reason("node-y")).isEqualTo("asked for");
        assertThat(half.reason("node-a")).isNull();
    }

    @Test
    void shouldRefuseWhatCannotBeConverted() {
        TestGraph relu = fourFloats().node("Relu", "x", "y");
        assertThat(ConvertedGraph.refusal(relu, Islands.ofNodes("nose-y"), Ports.FP32))
                .contains("'nose-y'", "name of the graph");
        assertThat(ConvertedGraph.refusal(relu, Islands.ofOperators("Relux"), Ports.FP32))
                .contains("Relux");
        assertThat(ConvertedGraph.refusal(fourFloats().opset(9).node("Relu", "x", "y"), Islands.none(), Ports.FP32))
                .contains("opset 9", "13");
        assertThat(ConvertedGraph.refusal(fourFloats().node("Exp", "x", "y"), Islands.none(), Ports.FP32))
                .contains("no node that could turn", "1 must stay");
        assertThat(ConvertedGraph.refusal(
                        fourFloats()
                                .constant(floats("w", 1).set(Onnx.TENSOR_LOCATION, 1))
                                .node("Add", "x w", "y"),
                        Islands.none(),
                        Ports.FP32))
                .contains("'w'", "another file", "save_model");
        assertThat(ConvertedGraph.refusal(
                        fourFloats()
                                .constant(floats("w", 1).set(Onnx.TENSOR_DIMENSIONS, 3))
                                .node("Add", "x w", "y"),
                        Islands.none(),
                        Ports.FP32))
                .contains("'w'", "4 bytes", "12");
    }
}
