package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes and who reads each tensor of a graph, and which of them are constant floats. A snapshot. */
final class GraphLinks {
    private final Map<String, GraphNode> producers = new HashMap<>();
    private final Map<String, List<GraphNode>> readers = new HashMap<>();
    private final Map<String, Message> constants = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> captured;

    private GraphLinks(OnnxModel model) throws InvalidProtocolBufferException {
        captured = model.captured();
        constants.putAll(model.initializers());
        for (Message output : model.outputs()) {
            outputs.add(output.text(Onnx.FIRST));
        }
        for (GraphNode node : model.nodes()) {
            node.outputs().forEach(output -> producers.put(output, node));
            for (String input : new HashSet<>(node.inputs())) {
                readers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
            }
            Message constant = node.is("Constant") ? Constants.tensor(node) : null;
            if (constant != null) {
                constants.put(node.output(0), constant);
            }
        }
    }

    static GraphLinks of(OnnxModel model) throws InvalidProtocolBufferException {
        return new GraphLinks(model);
    }

    /** Null for inputs of the graph and initialisers. */
    GraphNode producer(String tensor) {
        return producers.get(tensor);
    }

    List<GraphNode> readers(String tensor) {
        return readers.getOrDefault(tensor, List.of());
    }

    boolean isOutput(String tensor) {
        return outputs.contains(tensor);
    }

    boolean isConstant(String tensor) {
        return constants.containsKey(tensor);
    }

    /** Whether one node of this graph reads it and nothing else does. */
    boolean isPrivate(String tensor) {
        return readers(tensor).size() == 1 && !outputs.contains(tensor) && !captured.contains(tensor);
    }

    /** Whether anything reads it. */
    boolean isRead(String tensor) {
        return !readers(tensor).isEmpty() || outputs.contains(tensor) || captured.contains(tensor);
    }

    /** The TensorProto of a constant of floats; null for anything else. */
    Message floats(String tensor) throws InvalidProtocolBufferException {
        Message constant = constants.get(tensor);
        return constant != null && constant.number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN) == Onnx.FLOAT ? constant : null;
    }
}
