package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.internal.files.IoReason;
import dev.saccade.internal.onnx.OnnxFile;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** An ONNX file read to be looked at. Not changed by what it is asked. */
public final class NetworkFile {
    private static final int MOST_DIMENSIONS = 64;

    private static final int MODEL_PRODUCER = 2;
    private static final int MODEL_PRODUCER_VERSION = 3;
    private static final int TENSOR_SHAPE = 2;

    private final Message model;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Map<String, Port> declared = new HashMap<>();
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final List<Port> inputs;
    private final List<Port> outputs;

    /**
     * A declared tensor.
     *
     * @param name of the tensor
     * @param elementType TensorProto.DataType; 0 when it is not told
     * @param dims a number, or the name of an open dimension; null when no shape is declared
     */
    public record Port(String name, int elementType, List<String> dims) {
        /**
         * The sizes.
         *
         * @return outermost first; null when any is open or no shape is declared
         */
        public List<Long> sizes() {
            if (dims == null || !dims.stream().allMatch(dim -> dim.matches("\\d{1,18}"))) {
                return null;
            }
            return dims.stream().map(Long::valueOf).toList();
        }
    }

    /**
     * A constant of the graph.
     *
     * @param name of the tensor
     * @param elementType TensorProto.DataType
     * @param dims sizes
     */
    public record Weight(String name, int elementType, List<Long> dims) {}

    /**
     * A call of an operator.
     *
     * @param name may be empty, and need not be unique
     * @param operator its type
     * @param domain empty for ONNX's own
     * @param inputs tensor names; empty for one left out
     * @param outputs tensor names; empty for one left out
     * @param integers its attributes that are integers or lists of them
     * @param nested operators of the graphs that it runs, all levels
     */
    public record Node(
            String name,
            String operator,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, List<Long>> integers,
            List<String> nested) {}

    private NetworkFile(byte[] bytes) throws InvalidProtocolBufferException, ModelsException {
        String fault = OnnxFile.fault(ByteBuffer.wrap(bytes));
        if (fault != null) {
            throw ModelsException.badInput(fault);
        }
        model = Message.parse(ByteString.copyFrom(bytes));
        for (Message opset : model.children(Onnx.MODEL_OPSETS)) {
            String domain = opset.text(Onnx.FIRST);
            opsets.put(domain.isEmpty() ? "ai.onnx" : domain, opset.number(Onnx.SECOND, 1));
        }
        Message graph = model.child(Onnx.MODEL_GRAPH);
        for (Message tensor : graph.children(Onnx.GRAPH_INITIALIZERS)) {
            Weight weight = weight(tensor, tensor.text(Onnx.TENSOR_NAME));
            weights.put(weight.name(), weight);
        }
        for (Message value : graph.children(Onnx.GRAPH_VALUE_INFO)) {
            Port port = port(value);
            declared.put(port.name(), port);
        }
        inputs = ports(graph, Onnx.GRAPH_INPUTS).stream()
                .filter(port -> !weights.containsKey(port.name()))
                .toList();
        outputs = List.copyOf(ports(graph, Onnx.GRAPH_OUTPUTS));
        for (Message node : graph.children(Onnx.GRAPH_NODES)) {
            nodes.add(node(new GraphNode(node)));
        }
    }

    /**
     * Reads a network.
     *
     * @param onnx the file, its weights inside
     * @return what is in it
     * @throws ModelsException of kind BAD_INPUT when it is refused, STORAGE when it cannot be read
     */
    public static NetworkFile read(Path onnx) throws ModelsException {
        try {
            return new NetworkFile(OnnxBytes.read(onnx));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    onnx + " is not an ONNX file, or damaged (" + e.getMessage() + "); export or copy it again",
                    e);
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE, onnx + " cannot be read (" + IoReason.of(e) + ")", e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), onnx + ": " + e.getMessage(), e);
        }
    }

    private Node node(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        Map<String, List<Long>> integers = new HashMap<>();
        for (Message attribute : node.attributes()) {
            if (attribute.has(Onnx.ATTRIBUTE_INT) || attribute.has(Onnx.ATTRIBUTE_INTS)) {
                List<Long> values = new ArrayList<>(attribute.numbers(Onnx.ATTRIBUTE_INTS));
                values.addAll(attribute.numbers(Onnx.ATTRIBUTE_INT));
                integers.put(attribute.text(Onnx.ATTRIBUTE_NAME), List.copyOf(values));
            }
        }
        if (node.is("Constant") && !node.outputs().isEmpty()) {
            Message tensor = Constants.tensor(node);
            if (tensor != null) {
                weights.put(node.output(0), weight(tensor, node.output(0)));
            }
        }
        List<String> nested = new ArrayList<>();
        nested(node, nested);
        return new Node(
                node.name(),
                node.type(),
                node.domain(),
                List.copyOf(node.inputs()),
                List.copyOf(node.outputs()),
                Map.copyOf(integers),
                List.copyOf(nested));
    }

    /** {@link OnnxFile} bounds how deep graphs lie inside of one another. */
    private void nested(GraphNode node, List<String> operators) throws InvalidProtocolBufferException {
        for (Message subgraph : node.subgraphs()) {
            for (Message message : subgraph.children(Onnx.GRAPH_NODES)) {
                GraphNode inner = new GraphNode(message);
                operators.add(inner.type());
                nested(inner, operators);
            }
        }
    }

    private static Weight weight(Message tensor, String name) throws InvalidProtocolBufferException, ModelsException {
        List<Long> dims = tensor.numbers(Onnx.TENSOR_DIMENSIONS);
        if (dims.size() > MOST_DIMENSIONS || dims.stream().anyMatch(dim -> dim < 0)) {
            throw ModelsException.badInput("the constant '" + name + "' has an impossible shape; export it again");
        }
        return new Weight(name, (int) tensor.number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN), List.copyOf(dims));
    }

    private static List<Port> ports(Message graph, int field) throws InvalidProtocolBufferException, ModelsException {
        List<Port> ports = new ArrayList<>();
        for (Message value : graph.children(field)) {
            ports.add(port(value));
        }
        return ports;
    }

    private static Port port(Message value) throws InvalidProtocolBufferException, ModelsException {
        Message tensor = value.child(Onnx.SECOND).child(Onnx.FIRST);
        List<String> dims = null;
        if (tensor.has(TENSOR_SHAPE)) {
            dims = new ArrayList<>();
            for (Message dim : tensor.child(TENSOR_SHAPE).children(Onnx.FIRST)) {
                String symbol = dim.text(Onnx.SECOND);
                long size = dim.number(Onnx.FIRST, -1);
                dims.add(size >= 0 ? Long.toString(size) : symbol.isEmpty() || symbol.matches("\\d+") ? "?" : symbol);
            }
            if (dims.size() > MOST_DIMENSIONS) {
                throw ModelsException.badInput("the tensor '" + value.text(Onnx.FIRST) + "' has more than "
                        + MOST_DIMENSIONS + " dimensions; export it again");
            }
        }
        return new Port(value.text(Onnx.FIRST), ElementTypes.elementType(value), dims);
    }

    /**
     * The same file with other names for its nodes, those of inner graphs included. Tensors keep theirs.
     *
     * @param name gives the name of the node at a place of {@link #nodes()}; inner nodes get it with a suffix
     * @return an ONNX file
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] renamed(IntFunction<String> name) throws ModelsException {
        try {
            Message graph = model.child(Onnx.MODEL_GRAPH);
            List<Message> all = graph.children(Onnx.GRAPH_NODES);
            for (int i = 0; i < all.size(); i++) {
                rename(all.get(i), name.apply(i));
            }
            graph.setChildren(Onnx.GRAPH_NODES, all);
            return Message.parse(model.bytes())
                    .set(Onnx.MODEL_GRAPH, graph)
                    .bytes()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    private static void rename(Message node, String name) throws InvalidProtocolBufferException {
        node.set(Onnx.NODE_NAME, name);
        List<Message> attributes = node.children(Onnx.NODE_ATTRIBUTES);
        int inner = 0;
        for (Message attribute : attributes) {
            for (int field : new int[] {Onnx.ATTRIBUTE_GRAPH, Onnx.ATTRIBUTE_GRAPHS}) {
                List<Message> graphs = attribute.children(field);
                for (Message graph : graphs) {
                    List<Message> nodes = graph.children(Onnx.GRAPH_NODES);
                    for (Message each : nodes) {
                        rename(each, name + "." + inner++);
                    }
                    graph.setChildren(Onnx.GRAPH_NODES, nodes);
                }
                if (!graphs.isEmpty()) {
                    attribute.setChildren(field, graphs);
                }
            }
        }
        if (!attributes.isEmpty()) {
            node.setChildren(Onnx.NODE_ATTRIBUTES, attributes);
        }
    }

    /**
     * The same file with every tensor an output whose element type can be told, so that a library tells their shapes.
     *
     * @return an ONNX file
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] exposing() throws ModelsException {
        try {
            OnnxModel copy = OnnxModel.parseAny(model.bytes().toByteArray());
            ElementTypes types = ElementTypes.of(copy);
            Set<String> there = new HashSet<>();
            outputs.forEach(output -> there.add(output.name()));
            for (Node node : nodes) {
                for (String output : node.outputs()) {
                    if (!output.isEmpty() && types.of(output) != Onnx.UNKNOWN && there.add(output)) {
                        Message type = new Message().set(Onnx.FIRST, new Message().set(Onnx.FIRST, types.of(output)));
                        copy.outputs().add(new Message().set(Onnx.FIRST, output).set(Onnx.SECOND, type));
                    }
                }
            }
            return copy.toBytes();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Element types of what the nodes make, as far as the operators tell them.
     *
     * @return TensorProto.DataType by tensor
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public Map<String, Integer> elementTypes() throws ModelsException {
        try {
            ElementTypes types =
                    ElementTypes.of(OnnxModel.parseAny(model.bytes().toByteArray()));
            Map<String, Integer> told = new HashMap<>();
            for (Node node : nodes) {
                node.outputs().stream()
                        .filter(output -> types.of(output) != Onnx.UNKNOWN)
                        .forEach(output -> told.put(output, types.of(output)));
            }
            return told;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    /**
     * The version of the file format.
     *
     * @return 0 when the file does not tell
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public long irVersion() throws ModelsException {
        try {
            return model.number(Onnx.MODEL_IR_VERSION, 0);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** @return what wrote the file, with its version; may be empty */
    public String producer() {
        return (model.text(MODEL_PRODUCER) + " " + model.text(MODEL_PRODUCER_VERSION)).strip();
    }

    /** @return versions of operator sets by domain */
    public Map<String, Long> opsets() {
        return opsets;
    }

    /** @return in the file's order, which is topological */
    public List<Node> nodes() {
        return nodes;
    }

    /** @return constants, those of Constant nodes included, by name */
    public Map<String, Weight> weights() {
        return weights;
    }

    /** @return inner tensors of declared shape, by name */
    public Map<String, Port> declared() {
        return declared;
    }

    /** @return what a run needs */
    public List<Port> inputs() {
        return inputs;
    }

    /** @return what a run gives */
    public List<Port> outputs() {
        return outputs;
    }
}
