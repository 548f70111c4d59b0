package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelsException;
import dev.saccade.models.OnnxRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A converted graph, taken apart again for a look, and run. */
final class ConvertedGraph {
    private final byte[] file;
    private final ConversionReport report;
    private final OnnxModel model;
    private final ElementTypes types;

    private ConvertedGraph(HalfPrecision.Converted converted) throws Exception {
        file = converted.file();
        report = converted.report();
        model = OnnxModel.parse(file);
        types = ElementTypes.of(model);
        consistent();
    }

    static ConvertedGraph of(TestGraph graph) throws Exception {
        return of(graph, Islands.none(), Ports.FP32);
    }

    static ConvertedGraph of(TestGraph graph, Islands islands, Ports ports) throws Exception {
        return new ConvertedGraph(HalfPrecision.convert(graph.bytes(), islands, ports));
    }

    static String refusal(TestGraph graph, Islands islands, Ports ports) {
        try {
            HalfPrecision.convert(graph.bytes(), islands, ports);
        } catch (ModelsException e) {
            assertThat(e.getMessage().lines()).hasSize(1);
            return e.getMessage();
        }
        throw new AssertionError("converted");
    }

    ConversionReport report() {
        return report;
    }

    OnnxModel model() {
        return model;
    }

    byte[] file() {
        return file;
    }

    int typeOf(String tensor) {
        return types.of(tensor);
    }

    GraphNode node(String name) {
        return model.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Type of a node's input. */
    int inputType(String node, int index) {
        return types.of(node(node).input(index));
    }

    List<GraphNode> all(String type) {
        return model.nodes().stream().filter(node -> node.is(type)).toList();
    }

    String reason(String node) {
        return report.islands().stream()
                .filter(island -> island.node().equals(node))
                .map(Island::reason)
                .findFirst()
                .orElse(null);
    }

    float[] run(Path directory, float[] x, int... outputShape) throws Exception {
        Path path = Files.createTempFile(directory, "converted", ".onnx");
        Files.write(path, file);
        return OnnxRunner.run(path, "x", x, new int[] {x.length}, Map.of("y", outputShape))
                .get("y");
    }

    /** Every declaration says what the nodes make, and no tensor is made twice or read before it is made. */
    private void consistent() throws Exception {
        for (Message value : model.valueInfo()) {
            assertThat(ElementTypes.elementType(value))
                    .as(value.text(Onnx.FIRST))
                    .isEqualTo(types.of(value.text(Onnx.FIRST)));
        }
        java.util.Set<String> known =
                new java.util.HashSet<>(model.initializers().keySet());
        model.inputs().forEach(input -> known.add(input.text(Onnx.FIRST)));
        assertThat(model.nodes().stream().map(GraphNode::name)).doesNotHaveDuplicates();
        for (GraphNode node : model.nodes()) {
            assertThat(known)
                    .containsAll(
                            node.inputs().stream().filter(i -> !i.isEmpty()).toList());
            for (String output : node.outputs()) {
                assertThat(known.add(output)).as("made twice: " + output).isTrue();
            }
        }
        for (Message output : model.outputs()) {
            assertThat(known).contains(output.text(Onnx.FIRST));
            assertThat(ElementTypes.elementType(output)).isEqualTo(types.of(output.text(Onnx.FIRST)));
        }
    }
}
