package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.internal.onnx.OnnxFile;
import dev.saccade.models.ModelsException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An ONNX file taken apart, its graph to be changed in place. Whatever is not touched stays as it was. Not thread-safe. */
final class OnnxModel {
    /** Before opset 11 some operators take floats only where later ones take halves, and others take other inputs. */
    private static final int OLDEST_OPSET = 11;

    /** From this IR version on a graph need not list its initialisers among its inputs. */
    private static final int INITIALIZERS_APART = 4;

    private final Message model;
    private final Message graph;
    private final List<GraphNode> nodes = new ArrayList<>();
    private final Map<String, Message> initializers = new LinkedHashMap<>();
    private final List<Message> inputs;
    private final List<Message> outputs;
    private final List<Message> valueInfo;

    private OnnxModel(Message model) throws InvalidProtocolBufferException {
        this.model = model;
        graph = model.child(Onnx.MODEL_GRAPH);
        for (Message node : graph.children(Onnx.GRAPH_NODES)) {
            nodes.add(new GraphNode(node));
        }
        for (Message tensor : graph.children(Onnx.GRAPH_INITIALIZERS)) {
            initializers.put(tensor.text(Onnx.TENSOR_NAME), tensor);
        }
        inputs = new ArrayList<>(graph.children(Onnx.GRAPH_INPUTS));
        outputs = new ArrayList<>(graph.children(Onnx.GRAPH_OUTPUTS));
        valueInfo = new ArrayList<>(graph.children(Onnx.GRAPH_VALUE_INFO));
    }

    /**
     * Takes a file apart.
     *
     * @throws ModelsException as {@link #parseAny}, and when it is older than opset 11
     */
    static OnnxModel parse(byte[] file) throws ModelsException {
        OnnxModel model = parseAny(file);
        try {
            model.checkOpset();
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, "is not an ONNX file, or damaged (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Takes a file of any opset apart, to look at it.
     *
     * @throws ModelsException when it is no ONNX file, beyond the limits of {@link OnnxFile}, or keeps weights in other
     *     files
     */
    static OnnxModel parseAny(byte[] file) throws ModelsException {
        String fault = OnnxFile.fault(ByteBuffer.wrap(file));
        if (fault != null) {
            throw ModelsException.badInput(fault);
        }
        try {
            return new OnnxModel(Message.parse(ByteString.copyFrom(file)));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, "is not an ONNX file, or damaged (" + e.getMessage() + ")", e);
        }
    }

    List<GraphNode> nodes() {
        return nodes;
    }

    /** By name, in the file's order. */
    Map<String, Message> initializers() {
        return initializers;
    }

    /** ValueInfoProto of each input; an initialiser that is listed as one counts as a constant. */
    List<Message> inputs() {
        return inputs;
    }

    List<Message> outputs() {
        return outputs;
    }

    List<Message> valueInfo() {
        return valueInfo;
    }

    /** Names that nodes inside of other nodes' graphs take from this graph. */
    Set<String> captured() throws InvalidProtocolBufferException {
        Set<String> names = new HashSet<>();
        for (GraphNode node : nodes) {
            for (Message subgraph : node.subgraphs()) {
                names.addAll(free(subgraph));
            }
        }
        return names;
    }

    /** Takes constants out of the inputs, where only graphs older than IR version 4 must list them. */
    void unlistConstants(Set<String> constants) throws InvalidProtocolBufferException {
        if (inputs.removeIf(input -> constants.contains(input.text(Onnx.FIRST)))
                && model.number(Onnx.MODEL_IR_VERSION, 0) < INITIALIZERS_APART) {
            model.set(Onnx.MODEL_IR_VERSION, INITIALIZERS_APART);
        }
    }

    /** Version of the default domain's operators; 1 where none is given. */
    long opset() throws InvalidProtocolBufferException {
        for (Message opset : model.children(Onnx.MODEL_OPSETS)) {
            if (isDefault(opset)) {
                return opset.number(Onnx.SECOND, 1);
            }
        }
        return 1;
    }

    /** Declares a newer version of the default domain's operators, and the least IR version that may hold it. */
    void setOpset(long version, long leastIrVersion) throws InvalidProtocolBufferException {
        List<Message> opsets = new ArrayList<>(model.children(Onnx.MODEL_OPSETS));
        opsets.removeIf(OnnxModel::isDefault);
        opsets.add(0, new Message().set(Onnx.FIRST, "").set(Onnx.SECOND, version));
        model.setChildren(Onnx.MODEL_OPSETS, opsets);
        model.set(Onnx.MODEL_IR_VERSION, Math.max(leastIrVersion, model.number(Onnx.MODEL_IR_VERSION, 0)));
    }

    private static boolean isDefault(Message opset) {
        String domain = opset.text(Onnx.FIRST);
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** Adds a metadata entry, in place of an older one of that key. */
    void setMetadata(String key, String value) throws InvalidProtocolBufferException {
        List<Message> entries = new ArrayList<>(model.children(Onnx.MODEL_METADATA));
        entries.removeIf(entry -> entry.text(Onnx.FIRST).equals(key));
        entries.add(new Message().set(Onnx.FIRST, key).set(Onnx.SECOND, value));
        model.setChildren(Onnx.MODEL_METADATA, entries);
    }

    byte[] toBytes() {
        graph.setChildren(
                Onnx.GRAPH_NODES, nodes.stream().map(GraphNode::toMessage).toList());
        graph.setChildren(Onnx.GRAPH_INITIALIZERS, new ArrayList<>(initializers.values()));
        graph.setChildren(Onnx.GRAPH_INPUTS, inputs);
        graph.setChildren(Onnx.GRAPH_OUTPUTS, outputs);
        graph.setChildren(Onnx.GRAPH_VALUE_INFO, valueInfo);
        return model.set(Onnx.MODEL_GRAPH, graph).bytes().toByteArray();
    }

    private void checkOpset() throws InvalidProtocolBufferException, ModelsException {
        for (Message opset : model.children(Onnx.MODEL_OPSETS)) {
            long version = opset.number(Onnx.SECOND, 1);
            if (isDefault(opset) && version < OLDEST_OPSET) {
                throw ModelsException.badInput("is of opset " + version
                        + ", whose operators take other inputs; export it with opset 13 or newer, or convert it with"
                        + " onnx.version_converter");
            }
        }
    }

    /** Names that a graph reads and does not define. */
    private static Set<String> free(Message subgraph) throws InvalidProtocolBufferException {
        Set<String> read = new HashSet<>();
        Set<String> made = new HashSet<>();
        for (Message input : subgraph.children(Onnx.GRAPH_INPUTS)) {
            made.add(input.text(Onnx.FIRST));
        }
        for (Message tensor : subgraph.children(Onnx.GRAPH_INITIALIZERS)) {
            made.add(tensor.text(Onnx.TENSOR_NAME));
        }
        for (Message message : subgraph.children(Onnx.GRAPH_NODES)) {
            GraphNode node = new GraphNode(message);
            read.addAll(node.inputs());
            made.addAll(node.outputs());
            for (Message inner : node.subgraphs()) {
                read.addAll(free(inner));
            }
        }
        for (Message output : subgraph.children(Onnx.GRAPH_OUTPUTS)) {
            read.add(output.text(Onnx.FIRST));
        }
        read.removeAll(made);
        return read;
    }
}
