package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The element type of every tensor of a graph, from its declarations and from what the operators make of their inputs. */
final class ElementTypes {
    private final Map<String, Integer> types = new HashMap<>();
    private final Map<String, Integer> declared = new HashMap<>();

    /** Reads the declarations, then walks the nodes in their order. */
    static ElementTypes of(OnnxModel model) throws InvalidProtocolBufferException {
        ElementTypes types = new ElementTypes();
        for (Message value : model.valueInfo()) {
            types.declared.put(value.text(Onnx.FIRST), elementType(value));
        }
        for (Message output : model.outputs()) {
            types.declared.put(output.text(Onnx.FIRST), elementType(output));
        }
        for (Message input : model.inputs()) {
            types.types.put(input.text(Onnx.FIRST), elementType(input));
        }
        for (Map.Entry<String, Message> constant : model.initializers().entrySet()) {
            types.types.put(constant.getKey(), (int) constant.getValue().number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN));
        }
        for (GraphNode node : model.nodes()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                String output = node.output(i);
                if (output.isEmpty()) {
                    continue;
                }
                int inferred = types.infer(node, i);
                types.types.put(
                        output,
                        inferred == Onnx.UNKNOWN ? types.declared.getOrDefault(output, Onnx.UNKNOWN) : inferred);
            }
        }
        return types;
    }

    /** Type of a ValueInfoProto's tensor; unknown for sequences, maps and what is undeclared. */
    static int elementType(Message value) throws InvalidProtocolBufferException {
        return (int) value.child(Onnx.SECOND).child(Onnx.FIRST).number(Onnx.FIRST, Onnx.UNKNOWN);
    }

    /** A copy of a ValueInfoProto with another element type. */
    static Message withElementType(Message value, int type) throws InvalidProtocolBufferException {
        Message whole = value.child(Onnx.SECOND);
        Message tensor = whole.child(Onnx.FIRST).set(Onnx.FIRST, type);
        return Message.parse(value.bytes()).set(Onnx.SECOND, whole.set(Onnx.FIRST, tensor));
    }

    int of(String tensor) {
        return types.getOrDefault(tensor, Onnx.UNKNOWN);
    }

    boolean isFloat(String tensor) {
        return of(tensor) == Onnx.FLOAT;
    }

    private int infer(GraphNode node, int output) throws InvalidProtocolBufferException {
        List<Message> subgraphs = node.subgraphs();
        if (!subgraphs.isEmpty()) {
            return ofSubgraph(node, subgraphs.get(0), output);
        }
        if (!node.domain().isEmpty()) {
            return Onnx.UNKNOWN;
        }
        if (output > 0) {
            return later(node);
        }
        int fixed = HalfOperators.fixedOutput(node.type());
        if (fixed != Onnx.UNKNOWN) {
            return fixed;
        }
        return switch (node.type()) {
            case "Cast" -> node.attribute("to", Onnx.UNKNOWN);
            case "CastLike", "Where", "DequantizeLinear" -> of(node.input(1));
            case "QuantizeLinear" ->
                node.input(2).isEmpty() ? node.attribute("output_dtype", Onnx.UINT8) : of(node.input(2));
            case "DynamicQuantizeLinear" -> Onnx.UINT8;
            case "Constant", "ConstantOfShape" -> constant(node);
            default ->
                HalfOperators.isHalfCapable(node) || DefaultIslands.reasons().containsKey(node.type())
                        ? of(node.input(0))
                        : Onnx.UNKNOWN;
        };
    }

    private int later(GraphNode node) {
        return switch (node.type()) {
            case "TopK", "MaxPool" -> Onnx.INT64;
            case "Dropout" -> Onnx.BOOL;
            case "Split", "BatchNormalization" -> of(node.input(0));
            default -> Onnx.UNKNOWN;
        };
    }

    private static int constant(GraphNode node) throws InvalidProtocolBufferException {
        Message tensor = Constants.tensor(node);
        if (tensor != null) {
            return (int) tensor.number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN);
        }
        return node.is("ConstantOfShape") ? Onnx.FLOAT : Onnx.UNKNOWN;
    }

    /** If and Scan give out the subgraph's outputs one by one; a Loop's first one is its condition. */
    private static int ofSubgraph(GraphNode node, Message subgraph, int output) throws InvalidProtocolBufferException {
        List<Message> outputs = subgraph.children(Onnx.GRAPH_OUTPUTS);
        int at = node.is("Loop") ? output + 1 : output;
        return at < outputs.size() ? elementType(outputs.get(at)) : Onnx.UNKNOWN;
    }
}
