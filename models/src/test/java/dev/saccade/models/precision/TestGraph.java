package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A small ONNX file, written field by field. */
final class TestGraph {
    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> initializers = new ArrayList<>();
    private final List<Message> inputs = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();
    private final List<Message> valueInfo = new ArrayList<>();
    private int opset = 17;

    static Message integer(String name, long value) {
        return new Message()
                .set(Onnx.ATTRIBUTE_NAME, name)
                .set(Onnx.ATTRIBUTE_INT, value)
                .set(Onnx.ATTRIBUTE_TYPE, Onnx.ATTRIBUTE_TYPE_INT);
    }

    static Message tensor(String name, Message value) {
        return new Message()
                .set(Onnx.ATTRIBUTE_NAME, name)
                .set(Onnx.ATTRIBUTE_TENSOR, value)
                .set(Onnx.ATTRIBUTE_TYPE, Onnx.ATTRIBUTE_TYPE_TENSOR);
    }

    static Message graph(String name, TestGraph value) {
        return new Message()
                .set(Onnx.ATTRIBUTE_NAME, name)
                .set(Onnx.ATTRIBUTE_GRAPH, value.graph())
                .set(Onnx.ATTRIBUTE_TYPE, 5);
    }

    static Message floats(String name, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constantOf(name, Onnx.FLOAT, values.length, bytes);
    }

    static Message shaped(String name, int[] shape, float... values) {
        List<Long> sizes = new ArrayList<>();
        for (int size : shape) {
            sizes.add((long) size);
        }
        return floats(name, values).setNumbers(Onnx.TENSOR_DIMENSIONS, sizes);
    }

    static Message longs(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constantOf(name, Onnx.INT64, values.length, bytes);
    }

    private static Message constantOf(String name, int type, int size, ByteBuffer bytes) {
        return new Message()
                .set(Onnx.TENSOR_DIMENSIONS, size)
                .set(Onnx.TENSOR_TYPE, type)
                .set(Onnx.TENSOR_NAME, name)
                .set(Onnx.TENSOR_RAW, ByteString.copyFrom(bytes));
    }

    TestGraph opset(int version) {
        opset = version;
        return this;
    }

    TestGraph input(String name, int type, int... shape) {
        inputs.add(value(name, type, shape));
        return this;
    }

    TestGraph output(String name, int type, int... shape) {
        outputs.add(value(name, type, shape));
        return this;
    }

    TestGraph declare(String name, int type, int... shape) {
        valueInfo.add(value(name, type, shape));
        return this;
    }

    TestGraph constant(Message tensor) {
        initializers.add(tensor);
        return this;
    }

    /** A node named after its output, its inputs separated by spaces like its outputs, {@code -} for one left out. */
    TestGraph node(String type, String from, String to, Message... attributes) {
        List<String> names =
                from.isEmpty() ? List.of() : List.of(from.replace("-", "").split(" ", -1));
        String[] domainAndType = type.contains(":") ? type.split(":") : new String[] {"", type};
        nodes.add(new Message()
                .setTexts(Onnx.NODE_INPUTS, names)
                .setTexts(Onnx.NODE_OUTPUTS, List.of(to.replace("-", "").split(" ", -1)))
                .set(Onnx.NODE_NAME, "node-" + to)
                .set(Onnx.NODE_DOMAIN, domainAndType[0])
                .set(Onnx.NODE_TYPE, domainAndType[1])
                .setChildren(Onnx.NODE_ATTRIBUTES, List.of(attributes)));
        return this;
    }

    byte[] bytes() {
        Message version = new Message().set(Onnx.FIRST, "").set(Onnx.SECOND, opset);
        return new Message()
                .set(Onnx.MODEL_IR_VERSION, 8)
                .set(Onnx.MODEL_GRAPH, graph())
                .set(Onnx.MODEL_OPSETS, version)
                .bytes()
                .toByteArray();
    }

    private Message graph() {
        return new Message()
                .setChildren(Onnx.GRAPH_NODES, nodes)
                .set(Onnx.GRAPH_NAME, "test")
                .setChildren(Onnx.GRAPH_INITIALIZERS, initializers)
                .setChildren(Onnx.GRAPH_INPUTS, inputs)
                .setChildren(Onnx.GRAPH_OUTPUTS, outputs)
                .setChildren(Onnx.GRAPH_VALUE_INFO, valueInfo);
    }

    private static Message value(String name, int type, int... shape) {
        List<Message> sizes = new ArrayList<>();
        for (int size : shape) {
            sizes.add(new Message().set(1, size));
        }
        Message tensor = new Message().set(Onnx.FIRST, type).set(2, new Message().setChildren(1, sizes));
        return new Message().set(Onnx.FIRST, name).set(Onnx.SECOND, new Message().set(Onnx.FIRST, tensor));
    }
}
