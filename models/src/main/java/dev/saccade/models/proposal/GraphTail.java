package dev.saccade.models.proposal;

import dev.saccade.internal.onnx.OnnxOutline;
import java.util.Set;

/** What a graph does last before an output. */
final class GraphTail {
    private static final Set<String> ALONGSIDE = Set.of(
            "Reshape",
            "Squeeze",
            "Unsqueeze",
            "Flatten",
            "Identity",
            "Cast",
            "Transpose",
            "DequantizeLinear",
            "QuantizeLinear",
            "Resize");
    private static final int LONGEST = 32;

    private GraphTail() {}

    /** The last operator that computes; empty when an input or a constant is handed through. */
    static String operator(OnnxOutline graph, String output) {
        String at = output;
        for (int i = 0; i < LONGEST; i++) {
            OnnxOutline.Node node = graph.maker(at);
            if (node == null || node.inputs().isEmpty()) {
                return node == null ? "" : node.operator();
            }
            if (!ALONGSIDE.contains(node.operator())) {
                return node.operator();
            }
            at = node.inputs().get(0);
        }
        return "";
    }

    /** Whether an operator stands anywhere in the graph. */
    static boolean has(OnnxOutline graph, String operator) {
        return graph.nodes().stream().anyMatch(n -> n.operator().equals(operator));
    }
}
