package dev.saccade.models.tfjs;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.Filter;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import dev.saccade.models.onnx.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The TensorFlow operators that can be imported, by name. */
final class TfjsOperators {
    private static final Map<String, TfjsOperator> TABLE = new TreeMap<>();

    static {
        TABLE.put("Identity", (node, in, net) -> input(in, 0));
        TABLE.put("Relu", (node, in, net) -> net.unary("Relu", input(in, 0)));
        TABLE.put("Relu6", (node, in, net) -> net.clip(input(in, 0), 0, 6));
        TABLE.put("Sigmoid", (node, in, net) -> net.unary("Sigmoid", input(in, 0)));
        TABLE.put("Add", (node, in, net) -> net.binary("Add", input(in, 0), input(in, 1)));
        TABLE.put("AddV2", (node, in, net) -> net.binary("Add", input(in, 0), input(in, 1)));
        TABLE.put("Sub", (node, in, net) -> net.binary("Sub", input(in, 0), input(in, 1)));
        TABLE.put("Mul", (node, in, net) -> net.binary("Mul", input(in, 0), input(in, 1)));
        TABLE.put("BiasAdd", TfjsOperators::biasAdd);
        TABLE.put("Conv2D", TfjsOperators::convolution);
        TABLE.put("_FusedConv2D", TfjsOperators::convolution);
        TABLE.put("DepthwiseConv2dNative", TfjsOperators::depthwise);
        TABLE.put("FusedDepthwiseConv2dNative", TfjsOperators::depthwise);
        TABLE.put("MaxPool", (node, in, net) -> pool("MaxPool", node, in, net));
        TABLE.put("AvgPool", (node, in, net) -> pool("AveragePool", node, in, net));
        TABLE.put("Mean", TfjsOperators::mean);
        TABLE.put("Squeeze", TfjsOperators::squeeze);
        TABLE.put("Reshape", TfjsOperators::reshape);
        TABLE.put("ConcatV2", TfjsOperators::concat);
        TABLE.put("ResizeBilinear", TfjsOperators::resizeBilinear);
    }

    private TfjsOperators() {}

    static TfjsOperator find(String op) throws ModelsException {
        TfjsOperator operator = TABLE.get(op);
        if (operator == null) {
            throw ModelsException.badInput("operator " + op + " is not supported; supported: " + TABLE.keySet()
                    + "; choose outputs before it, or convert the model to ONNX with other tools");
        }
        return operator;
    }

    private static Value biasAdd(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        requireNhwc(node);
        return net.binary("Add", input(in, 0), input(in, 1));
    }

    private static Value convolution(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        return convolve(Filter.ofRowColumnInputOutput(weights(in, 1)), node, in, net);
    }

    private static Value depthwise(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        return convolve(Filter.ofDepthwise(weights(in, 1)), node, in, net);
    }

    private static Value convolve(Filter filter, TfjsNode node, List<Value> in, NetworkBuilder net)
            throws ModelsException {
        List<String> fused = node.texts("fused_ops");
        Value.Weights bias = fused.contains("BiasAdd") ? weights(in, 2) : null;
        Value y = net.convolve(input(in, 0), filter, bias, window(node));
        for (String op : fused) {
            if (!op.equals("BiasAdd")) {
                y = activation(op, y, net);
            }
        }
        return y;
    }

    private static Value activation(String op, Value x, NetworkBuilder net) throws ModelsException {
        return switch (op) {
            case "Relu", "Sigmoid", "Elu" -> net.unary(op, x);
            case "Relu6" -> net.clip(x, 0, 6);
            default -> throw ModelsException.badInput("fused operator " + op + " is not supported");
        };
    }

    private static Value pool(String type, TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] size = node.integers("ksize", 1, 1, 1, 1);
        return net.pool(type, input(in, 0), size[1], size[2], window(node));
    }

    private static Value mean(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] axes = integers(in, 1).clone();
        Arrays.sort(axes);
        if (!Arrays.equals(axes, new int[] {1, 2}) && !Arrays.equals(axes, new int[] {-3, -2})) {
            throw ModelsException.badInput(
                    "a mean over axes " + Arrays.toString(axes) + " is not supported, only [1, 2]");
        }
        return net.spatialMean(input(in, 0), node.flag("keep_dims"));
    }

    private static Value squeeze(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] shape = input(in, 0).shape();
        int[] asked = node.integers("squeeze_dims");
        boolean[] drop = new boolean[shape.length];
        for (int i = 0; i < shape.length && asked.length == 0; i++) {
            drop[i] = shape[i] == 1;
        }
        for (int axis : asked) {
            int at = axis < 0 ? axis + shape.length : axis;
            if (at < 0 || at >= shape.length || shape[at] != 1) {
                throw ModelsException.badInput(
                        "axis " + axis + " of " + Arrays.toString(shape) + " cannot be squeezed");
            }
            drop[at] = true;
        }
        int[] kept = new int[shape.length];
        int count = 0;
        for (int i = 0; i < shape.length; i++) {
            if (!drop[i]) {
                kept[count++] = shape[i];
            }
        }
        return net.reshape(input(in, 0), Arrays.copyOf(kept, count));
    }

    private static Value reshape(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] shape = integers(in, 1).clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == -1 && open < 0) {
                open = i;
            } else {
                known = Math.min(known * Math.max(shape[i], 0), Integer.MAX_VALUE);
            }
        }
        if (open >= 0 && known > 0) {
            long elements = 1;
            for (int size : input(in, 0).shape()) {
                elements *= size;
            }
            shape[open] = (int) (elements / known);
        }
        return net.reshape(input(in, 0), shape);
    }

    private static Value concat(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] axis = integers(in, in.size() - 1);
        if (axis.length != 1 || in.size() < 2) {
            throw ModelsException.badInput("a concatenation needs tensors and one axis");
        }
        return net.concat(in.subList(0, in.size() - 1), axis[0]);
    }

    private static Value resizeBilinear(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException {
        int[] size = integers(in, 1);
        if (size.length != 2) {
            throw ModelsException.badInput("a resize needs height and width, got " + Arrays.toString(size));
        }
        String coordinates = node.flag("half_pixel_centers")
                ? "half_pixel"
                : node.flag("align_corners") ? "align_corners" : "asymmetric";
        return net.resize(input(in, 0), size[0], size[1], coordinates);
    }

    private static Window window(TfjsNode node) throws ModelsException {
        requireNhwc(node);
        String padding = node.text("padding", "VALID");
        if (!padding.equals("SAME") && !padding.equals("VALID")) {
            throw ModelsException.badInput("padding " + padding + " is not supported, only SAME and VALID");
        }
        int[] strides = node.integers("strides", 1, 1, 1, 1);
        int[] dilations = node.integers("dilations", 1, 1, 1, 1);
        return new Window(strides[1], strides[2], dilations[1], dilations[2], padding.equals("SAME"));
    }

    private static void requireNhwc(TfjsNode node) throws ModelsException {
        String format = node.text("data_format", "NHWC");
        if (!format.equals("NHWC")) {
            throw ModelsException.badInput("data_format " + format + " is not supported, only NHWC");
        }
    }

    private static Value input(List<Value> in, int index) throws ModelsException {
        if (index < 0 || index >= in.size()) {
            throw ModelsException.badInput("input " + index + " is missing");
        }
        return in.get(index);
    }

    private static Value.Weights weights(List<Value> in, int index) throws ModelsException {
        if (input(in, index) instanceof Value.Weights w) {
            return w;
        }
        throw ModelsException.badInput("input " + index + " must be constant floats");
    }

    private static int[] integers(List<Value> in, int index) throws ModelsException {
        if (input(in, index) instanceof Value.Integers i) {
            return i.values();
        }
        throw ModelsException.badInput("input " + index + " must be constant integers");
    }
}
