package dev.saccade.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An ONNX graph that grows node by node. Inner names are made of an operator, a slash and a running number, so the same calls give
 * the same graph. Not thread-safe.
 */
public final class OnnxGraph {
    /**
     * A call of an operator.
     *
     * @param type operator of the default domain
     * @param inputs tensor names; an empty name skips an optional input
     * @param output tensor name, also the node's name
     * @param attributes constants
     */
    record Node(String type, List<String> inputs, String output, List<OnnxAttribute> attributes) {}

    /**
     * A float input or output of the graph.
     *
     * @param name tensor name
     * @param shape sizes, each at least 1
     */
    record Port(String name, int[] shape) {}

    /**
     * A constant tensor.
     *
     * @param name tensor name
     * @param elementType number of the type in TensorProto.DataType
     * @param shape sizes
     * @param data little-endian elements, row-major
     */
    record Initializer(String name, int elementType, int[] shape, byte[] data) {}

    /** TensorProto.DataType of 32-bit floats. */
    static final int FLOAT = 1;

    /** TensorProto.DataType of 64-bit integers. */
    static final int INT64 = 7;

    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Initializer> initializers = new ArrayList<>();
    private final List<Port> inputs = new ArrayList<>();
    private final List<Port> outputs = new ArrayList<>();

    /** @param name of the graph */
    public OnnxGraph(String name) {
        this.name = name;
    }

    /**
     * Declares a float input.
     *
     * @param input tensor name
     * @param shape sizes
     */
    public void input(String input, int... shape) {
        inputs.add(new Port(input, shape.clone()));
    }

    /**
     * Declares a float output and gives it a name of its own.
     *
     * @param output tensor name
     * @param tensor what it shows
     * @param shape sizes
     */
    public void output(String output, String tensor, int... shape) {
        nodes.add(new Node("Identity", List.of(tensor), output, List.of()));
        outputs.add(new Port(output, shape.clone()));
    }

    /**
     * Calls an operator with one output.
     *
     * @param type operator of the default domain
     * @param operands tensor names
     * @param attributes constants
     * @return name of the output
     */
    public String node(String type, List<String> operands, OnnxAttribute... attributes) {
        String output = type.toLowerCase(Locale.ROOT) + "/" + nodes.size();
        nodes.add(new Node(type, List.copyOf(operands), output, List.of(attributes)));
        return output;
    }

    /**
     * Adds a float constant.
     *
     * @param values elements, row-major
     * @param shape sizes; none for a scalar
     * @return name of the tensor
     */
    public String constant(float[] values, int... shape) {
        byte[] data = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return add(FLOAT, shape, data);
    }

    /**
     * Adds a constant list of 64-bit integers.
     *
     * @param values elements
     * @return name of the tensor
     */
    public String integers(int... values) {
        byte[] data = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        ByteBuffer.wrap(data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(Arrays.stream(values).asLongStream().toArray());
        return add(INT64, new int[] {values.length}, data);
    }

    private String add(int elementType, int[] shape, byte[] data) {
        String tensor = "constant/" + initializers.size();
        initializers.add(new Initializer(tensor, elementType, shape.clone(), data));
        return tensor;
    }

    String name() {
        return name;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Initializer> initializers() {
        return initializers;
    }

    List<Port> inputs() {
        return inputs;
    }

    List<Port> outputs() {
        return outputs;
    }
}
