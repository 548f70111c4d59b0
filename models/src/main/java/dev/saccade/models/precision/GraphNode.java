package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/** A node of a graph whose tensor names and attributes can be changed. Not thread-safe. */
final class GraphNode {
    private final Message message;
    private final String type;
    private final String domain;
    private String name;
    private final List<String> inputs;
    private final List<String> outputs;

    GraphNode(Message message) {
        this.message = message;
        type = message.text(Onnx.NODE_TYPE);
        String given = message.text(Onnx.NODE_DOMAIN);
        domain = given.equals("ai.onnx") ? "" : given;
        name = message.text(Onnx.NODE_NAME);
        inputs = new ArrayList<>(message.texts(Onnx.NODE_INPUTS));
        outputs = new ArrayList<>(message.texts(Onnx.NODE_OUTPUTS));
    }

    /** A node of the default domain. */
    static GraphNode of(String type, String name, List<String> inputs, String output, Message... attributes) {
        return new GraphNode(new Message()
                .setTexts(Onnx.NODE_INPUTS, inputs)
                .setTexts(Onnx.NODE_OUTPUTS, List.of(output))
                .set(Onnx.NODE_NAME, name)
                .set(Onnx.NODE_TYPE, type)
                .setChildren(Onnx.NODE_ATTRIBUTES, List.of(attributes)));
    }

    static GraphNode cast(String name, String from, String to, int elementType) {
        Message attribute = new Message()
                .set(Onnx.ATTRIBUTE_NAME, "to")
                .set(Onnx.ATTRIBUTE_INT, elementType)
                .set(Onnx.ATTRIBUTE_TYPE, Onnx.ATTRIBUTE_TYPE_INT);
        return new GraphNode(new Message()
                .setTexts(Onnx.NODE_INPUTS, List.of(from))
                .setTexts(Onnx.NODE_OUTPUTS, List.of(to))
                .set(Onnx.NODE_NAME, name)
                .set(Onnx.NODE_TYPE, "Cast")
                .set(Onnx.NODE_ATTRIBUTES, attribute));
    }

    String type() {
        return type;
    }

    /** Empty for the default domain. */
    String domain() {
        return domain;
    }

    String name() {
        return name;
    }

    /** For people: the name, or the first output where there is none. */
    String label() {
        return name.isEmpty() ? output(0) : name;
    }

    /** Tensor names, empty for an input left out; may be changed. */
    List<String> inputs() {
        return inputs;
    }

    /** Tensor names; may be changed. */
    List<String> outputs() {
        return outputs;
    }

    /** A tensor name; empty when the node has no such input. */
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    String output(int index) {
        return index < outputs.size() ? outputs.get(index) : "";
    }

    boolean is(String operator) {
        return domain.isEmpty() && type.equals(operator);
    }

    /** Copies of all. */
    List<Message> attributes() throws InvalidProtocolBufferException {
        return message.children(Onnx.NODE_ATTRIBUTES);
    }

    /** A copy of an attribute; null when it is absent. */
    Message attribute(String wanted) throws InvalidProtocolBufferException {
        for (Message attribute : message.children(Onnx.NODE_ATTRIBUTES)) {
            if (attribute.text(Onnx.ATTRIBUTE_NAME).equals(wanted)) {
                return attribute;
            }
        }
        return null;
    }

    /** The number of an attribute, or another when it is absent. */
    int attribute(String wanted, int otherwise) throws InvalidProtocolBufferException {
        Message attribute = attribute(wanted);
        return attribute == null ? otherwise : (int) attribute.number(Onnx.ATTRIBUTE_INT, otherwise);
    }

    /** Replaces or adds an attribute. */
    void setAttribute(Message changed) throws InvalidProtocolBufferException {
        List<Message> all = new ArrayList<>();
        for (Message attribute : message.children(Onnx.NODE_ATTRIBUTES)) {
            if (!attribute.text(Onnx.ATTRIBUTE_NAME).equals(changed.text(Onnx.ATTRIBUTE_NAME))) {
                all.add(attribute);
            }
        }
        all.add(changed);
        message.setChildren(Onnx.NODE_ATTRIBUTES, all);
    }

    void removeAttribute(String unwanted) throws InvalidProtocolBufferException {
        List<Message> all = new ArrayList<>(message.children(Onnx.NODE_ATTRIBUTES));
        all.removeIf(attribute -> attribute.text(Onnx.ATTRIBUTE_NAME).equals(unwanted));
        message.setChildren(Onnx.NODE_ATTRIBUTES, all);
    }

    void rename(String changed) {
        name = changed;
        message.set(Onnx.NODE_NAME, changed);
    }

    /** Graphs that the node runs: the branches of an If, the body of a Loop or Scan. */
    List<Message> subgraphs() throws InvalidProtocolBufferException {
        List<Message> graphs = new ArrayList<>();
        for (Message attribute : message.children(Onnx.NODE_ATTRIBUTES)) {
            graphs.addAll(attribute.children(Onnx.ATTRIBUTE_GRAPH));
            graphs.addAll(attribute.children(Onnx.ATTRIBUTE_GRAPHS));
        }
        return graphs;
    }

    /** Tensors among the attributes. */
    List<Message> tensors() throws InvalidProtocolBufferException {
        List<Message> tensors = new ArrayList<>();
        for (Message attribute : message.children(Onnx.NODE_ATTRIBUTES)) {
            tensors.addAll(attribute.children(Onnx.ATTRIBUTE_TENSOR));
        }
        return tensors;
    }

    Message toMessage() {
        return message.setTexts(Onnx.NODE_INPUTS, inputs).setTexts(Onnx.NODE_OUTPUTS, outputs);
    }
}
