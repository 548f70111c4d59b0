package dev.saccade.models.onnx;

import static dev.saccade.models.onnx.Shapes.channelsFirst;

import dev.saccade.models.ModelsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the ONNX graph of a network whose images are (batch, row, column, channel). Image tensors are kept channels
 * first, as ONNX's convolutions want them, and put back into the network's own order only where an operator mixes axes.
 * Every method refuses shapes that do not fit with a one-line ModelsException. Not thread-safe.
 */
public final class NetworkBuilder {
    private final OnnxGraph graph;
    private final AxisOrder order;
    private final Set<String> names = new HashSet<>();

    /** @param name of the graph */
    public NetworkBuilder(String name) {
        graph = new OnnxGraph(name);
        order = new AxisOrder(graph);
    }

    /** @return the file's bytes */
    public byte[] toOnnx() {
        return OnnxWriter.write(graph);
    }

    /**
     * Declares the input; an image becomes (batch, channel, row, column) in ONNX.
     *
     * @param name ONNX input
     * @param shape in the network's own order
     * @return the input
     * @throws ModelsException when the shape is impossible
     */
    public Value.Computed input(String name, int... shape) throws ModelsException {
        Shapes.elements(shape);
        boolean image = shape.length == 4;
        names.add(name);
        graph.input(name, image ? channelsFirst(shape) : shape);
        return new Value.Computed(name, shape.clone(), image);
    }

    /**
     * Declares an output; an image stays (batch, channel, row, column) in ONNX.
     *
     * @param name ONNX output
     * @param value what it shows
     * @return its ONNX shape
     * @throws ModelsException when the value is not computed, or the name is taken or holds a slash
     */
    public int[] output(String name, Value value) throws ModelsException {
        if (name.isEmpty() || name.indexOf('/') >= 0 || !names.add(name)) {
            throw ModelsException.badInput("'" + name + "' cannot name an output: empty, used twice, or with a slash");
        }
        Value.Computed computed = value.shape().length == 4 ? order.image(value) : order.plain(value);
        int[] shape = computed.channelsFirst() ? channelsFirst(computed.shape()) : computed.shape();
        graph.output(name, computed.name(), shape);
        return shape;
    }

    /**
     * An elementwise function of one tensor.
     *
     * @param type ONNX operator: Relu, Sigmoid, HardSwish and the like
     * @param x tensor
     * @return the result
     * @throws ModelsException when x is not computed
     */
    public Value.Computed unary(String type, Value x) throws ModelsException {
        Value.Computed in = AxisOrder.computed(x);
        return like(in, graph.node(type, List.of(in.name())));
    }

    /**
     * Limits values.
     *
     * @param x tensor
     * @param low least value
     * @param high greatest value
     * @return the result
     * @throws ModelsException when x is not computed
     */
    public Value.Computed clip(Value x, float low, float high) throws ModelsException {
        Value.Computed in = AxisOrder.computed(x);
        String least = graph.constant(new float[] {low});
        String most = graph.constant(new float[] {high});
        return like(in, graph.node("Clip", List.of(in.name(), least, most)));
    }

    /**
     * An elementwise function of two tensors, with broadcasting.
     *
     * @param type ONNX operator: Add, Sub, Mul and the like
     * @param a first operand
     * @param b second operand
     * @return the result
     * @throws ModelsException when the shapes do not go together
     */
    public Value.Computed binary(String type, Value a, Value b) throws ModelsException {
        int[] shape = Shapes.broadcast(a.shape(), b.shape());
        Shapes.elements(shape);
        boolean first = AxisOrder.keepsChannelsFirst(a) || AxisOrder.keepsChannelsFirst(b);
        boolean mixed =
                a instanceof Value.Computed && b instanceof Value.Computed && a.shape().length != b.shape().length;
        boolean image = shape.length == 4 && first && !mixed;
        String x = image ? order.imageOperand(a) : order.plainOperand(a);
        String y = image ? order.imageOperand(b) : order.plainOperand(b);
        return new Value.Computed(graph.node(type, List.of(x, y)), shape, image);
    }

    /**
     * A convolution.
     *
     * @param x image
     * @param filter weights
     * @param bias one value an output channel, or null
     * @param window how the filter moves
     * @return the result
     * @throws ModelsException when the shapes do not fit
     */
    public Value.Computed convolve(Value x, Filter filter, Value.Weights bias, Window window) throws ModelsException {
        Value.Computed in = order.image(x);
        int[] s = in.shape();
        if (s[3] != filter.groupInputs() * filter.groups()) {
            throw ModelsException.badInput("the filter takes " + filter.groupInputs() * filter.groups()
                    + " channels, its input " + Arrays.toString(s) + " has " + s[3]);
        }
        Window.Axis rows = window.checked().rows(s[1], filter.height());
        Window.Axis columns = window.columns(s[2], filter.width());
        List<String> operands = new ArrayList<>(List.of(
                in.name(),
                graph.constant(
                        filter.values(), filter.outputs(), filter.groupInputs(), filter.height(), filter.width())));
        if (bias != null) {
            operands.add(bias(bias, filter.outputs()));
        }
        String y = graph.node(
                "Conv",
                operands,
                OnnxAttribute.Ints.of("kernel_shape", filter.height(), filter.width()),
                OnnxAttribute.Ints.of("strides", window.strideY(), window.strideX()),
                OnnxAttribute.Ints.of("dilations", window.dilationY(), window.dilationX()),
                OnnxAttribute.Ints.of("pads", rows.before(), columns.before(), rows.after(), columns.after()),
                new OnnxAttribute.Int("group", filter.groups()));
        return image(y, s[0], rows.output(), columns.output(), filter.outputs());
    }

    /**
     * A transposed convolution that enlarges an image.
     *
     * @param x image
     * @param filter weights, one group
     * @param bias one value an output channel, or null
     * @param window how the filter moves over the result; dilations 1
     * @param height rows of the result
     * @param width columns of the result
     * @return the result
     * @throws ModelsException when the shapes do not fit
     */
    public Value.Computed convolveTransposed(
            Value x, Filter filter, Value.Weights bias, Window window, int height, int width) throws ModelsException {
        Value.Computed in = order.image(x);
        int[] s = in.shape();
        Shapes.elements(s[0], height, width, filter.outputs());
        window.checked();
        if (s[3] != filter.groupInputs()
                || window.rows(height, filter.height()).output() != s[1]
                || window.columns(width, filter.width()).output() != s[2]) {
            throw ModelsException.badInput("a transposed convolution of " + Arrays.toString(s) + " with "
                    + filter.groupInputs() + " channels in does not give " + height + " rows, " + width + " columns");
        }
        int surplusY = (s[1] - 1) * window.strideY() + filter.height() - height;
        int surplusX = (s[2] - 1) * window.strideX() + filter.width() - width;
        int cutY = Math.max(surplusY, 0);
        int cutX = Math.max(surplusX, 0);
        List<String> operands = new ArrayList<>(List.of(
                in.name(),
                graph.constant(
                        filter.inputFirst(), filter.groupInputs(), filter.outputs(), filter.height(), filter.width())));
        if (bias != null) {
            operands.add(bias(bias, filter.outputs()));
        }
        String y = graph.node(
                "ConvTranspose",
                operands,
                OnnxAttribute.Ints.of("kernel_shape", filter.height(), filter.width()),
                OnnxAttribute.Ints.of("strides", window.strideY(), window.strideX()),
                OnnxAttribute.Ints.of("pads", cutY / 2, cutX / 2, cutY - cutY / 2, cutX - cutX / 2),
                OnnxAttribute.Ints.of("output_padding", Math.max(-surplusY, 0), Math.max(-surplusX, 0)));
        return image(y, s[0], height, width, filter.outputs());
    }

    /**
     * A pooling whose average leaves the padding out.
     *
     * @param type MaxPool or AveragePool
     * @param x image
     * @param height rows of the window
     * @param width columns of the window
     * @param window how it moves; dilations 1
     * @return the result
     * @throws ModelsException when the shapes do not fit
     */
    public Value.Computed pool(String type, Value x, int height, int width, Window window) throws ModelsException {
        Value.Computed in = order.image(x);
        int[] s = in.shape();
        Window.Axis rows = window.checked().rows(s[1], height);
        Window.Axis columns = window.columns(s[2], width);
        String y = graph.node(
                type,
                List.of(in.name()),
                OnnxAttribute.Ints.of("kernel_shape", height, width),
                OnnxAttribute.Ints.of("strides", window.strideY(), window.strideX()),
                OnnxAttribute.Ints.of("pads", rows.before(), columns.before(), rows.after(), columns.after()));
        return image(y, s[0], rows.output(), columns.output(), s[3]);
    }

    /**
     * The mean over rows and columns.
     *
     * @param x image
     * @param keep whether the two axes stay, with size 1
     * @return (batch, 1, 1, channel) or (batch, channel)
     * @throws ModelsException when x is not an image
     */
    public Value.Computed spatialMean(Value x, boolean keep) throws ModelsException {
        Value.Computed in = order.image(x);
        int[] s = in.shape();
        Value.Computed mean = image(graph.node("GlobalAveragePool", List.of(in.name())), s[0], 1, 1, s[3]);
        return keep ? mean : reshape(mean, s[0], s[3]);
    }

    /**
     * Gives the elements another shape; their order in the network's own layout stays.
     *
     * @param x tensor
     * @param shape sizes of the same product
     * @return the result
     * @throws ModelsException when the products differ
     */
    public Value.Computed reshape(Value x, int... shape) throws ModelsException {
        Value.Computed in = AxisOrder.computed(x);
        int[] s = in.shape();
        if (Shapes.elements(s) != Shapes.elements(shape)) {
            throw ModelsException.badInput(Arrays.toString(s) + " cannot take the shape " + Arrays.toString(shape));
        }
        boolean sameOrder = in.channelsFirst() && (s[3] == 1 || s[1] * s[2] == 1);
        String source = sameOrder ? in.name() : order.plain(in).name();
        return new Value.Computed(graph.node("Reshape", List.of(source, graph.integers(shape))), shape.clone(), false);
    }

    /**
     * Joins tensors along an axis.
     *
     * @param parts at least one, equal in all other axes
     * @param axis in the network's own order; negative counts from the end
     * @return the result
     * @throws ModelsException when the shapes do not fit
     */
    public Value.Computed concat(List<Value> parts, int axis) throws ModelsException {
        int[] shape = parts.get(0).shape().clone();
        int at = axis < 0 ? axis + shape.length : axis;
        if (at < 0 || at >= shape.length) {
            throw ModelsException.badInput("axis " + axis + " is not one of " + Arrays.toString(shape));
        }
        boolean image = shape.length == 4 && parts.stream().anyMatch(AxisOrder::keepsChannelsFirst);
        List<String> operands = new ArrayList<>();
        int joined = 0;
        for (Value part : parts) {
            int[] other = part.shape().clone();
            if (other.length == shape.length) {
                joined = Math.addExact(joined, other[at]);
                other[at] = shape[at];
            }
            if (!Arrays.equals(other, shape)) {
                throw ModelsException.badInput("cannot join " + Arrays.toString(part.shape()) + " to "
                        + Arrays.toString(shape) + " along axis " + at);
            }
            operands.add(image ? order.image(part).name() : order.plain(part).name());
        }
        shape[at] = joined;
        Shapes.elements(shape);
        int onnxAxis = image ? new int[] {0, 2, 3, 1}[at] : at;
        return new Value.Computed(
                graph.node("Concat", operands, new OnnxAttribute.Int("axis", onnxAxis)), shape, image);
    }

    /**
     * Bilinear resizing.
     *
     * @param x image
     * @param height rows of the result
     * @param width columns of the result
     * @param coordinates ONNX's coordinate_transformation_mode: half_pixel, align_corners or asymmetric
     * @return the result
     * @throws ModelsException when x is not an image
     */
    public Value.Computed resize(Value x, int height, int width, String coordinates) throws ModelsException {
        Value.Computed in = order.image(x);
        int[] s = in.shape();
        Shapes.elements(s[0], height, width, s[3]);
        String y = graph.node(
                "Resize",
                List.of(in.name(), "", "", graph.integers(s[0], s[3], height, width)),
                new OnnxAttribute.Text("mode", "linear"),
                new OnnxAttribute.Text("coordinate_transformation_mode", coordinates));
        return image(y, s[0], height, width, s[3]);
    }

    private Value.Computed image(String name, int... nhwc) throws ModelsException {
        Shapes.elements(nhwc);
        return new Value.Computed(name, nhwc, true);
    }

    private static Value.Computed like(Value.Computed in, String name) {
        return new Value.Computed(name, in.shape(), in.channelsFirst());
    }

    private String bias(Value.Weights bias, int channels) throws ModelsException {
        if (bias.values().length != channels) {
            throw ModelsException.badInput(bias.values().length + " biases for " + channels + " channels");
        }
        return graph.constant(bias.values(), channels);
    }
}
