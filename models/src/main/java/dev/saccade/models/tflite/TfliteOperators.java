package dev.saccade.models.tflite;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.Filter;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import dev.saccade.models.onnx.Window;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The TensorFlow Lite operators that can be imported. Numbers are BuiltinOperator and the option tables of schema.fbs. */
final class TfliteOperators {
    private static final int CUSTOM = 32;
    private static final int SAME = 0;
    private static final int VALID = 1;

    private record Entry(String name, TfliteOperator operator) {}

    private static final Map<Integer, Entry> BUILTIN = new TreeMap<>();
    private static final Map<String, TfliteOperator> CUSTOMS =
            Map.of("Convolution2DTransposeBias", TfliteOperators::transposedConvolution);

    static {
        builtin(0, "ADD", (op, in, shape, net) -> arithmetic("Add", op, in, net));
        builtin(1, "AVERAGE_POOL_2D", (op, in, shape, net) -> pool("AveragePool", op, in, net));
        builtin(3, "CONV_2D", TfliteOperators::convolution);
        builtin(4, "DEPTHWISE_CONV_2D", TfliteOperators::depthwise);
        builtin(6, "DEQUANTIZE", (op, in, shape, net) -> weights(in, 0));
        builtin(14, "LOGISTIC", (op, in, shape, net) -> net.unary("Sigmoid", input(in, 0)));
        builtin(17, "MAX_POOL_2D", (op, in, shape, net) -> pool("MaxPool", op, in, net));
        builtin(18, "MUL", (op, in, shape, net) -> arithmetic("Mul", op, in, net));
        builtin(19, "RELU", (op, in, shape, net) -> net.unary("Relu", input(in, 0)));
        builtin(21, "RELU6", (op, in, shape, net) -> net.clip(input(in, 0), 0, 6));
        builtin(23, "RESIZE_BILINEAR", TfliteOperators::resizeBilinear);
        builtin(40, "MEAN", TfliteOperators::mean);
        builtin(117, "HARD_SWISH", (op, in, shape, net) -> net.unary("HardSwish", input(in, 0)));
    }

    private TfliteOperators() {}

    private static void builtin(int code, String name, TfliteOperator operator) {
        BUILTIN.put(code, new Entry(name, operator));
    }

    static String name(TfliteModel.Operation operation) {
        if (operation.code() == CUSTOM) {
            return operation.custom();
        }
        Entry entry = BUILTIN.get(operation.code());
        return entry == null ? "builtin operator " + operation.code() : entry.name();
    }

    static TfliteOperator find(TfliteModel.Operation operation) throws ModelsException {
        TfliteOperator operator = null;
        if (operation.code() == CUSTOM) {
            operator = CUSTOMS.get(operation.custom());
        } else if (BUILTIN.containsKey(operation.code())) {
            operator = BUILTIN.get(operation.code()).operator();
        }
        if (operator == null) {
            throw ModelsException.badInput("is not supported; supported: "
                    + BUILTIN.values().stream().map(Entry::name).toList() + " and " + CUSTOMS.keySet()
                    + "; convert the model to ONNX with other tools");
        }
        return operator;
    }

    private static Value arithmetic(String type, TfliteModel.Operation op, List<Value> in, NetworkBuilder net)
            throws ModelsException {
        Value y = net.binary(type, input(in, 0), input(in, 1));
        return op.options() == null ? y : activation(op.options().int8(0, 0), y, net);
    }

    private static Value convolution(TfliteModel.Operation op, List<Value> in, int[] shape, NetworkBuilder net)
            throws ModelsException {
        FlatTable options = options(op);
        Window window = new Window(
                options.int32(2, 1), options.int32(1, 1), options.int32(5, 1), options.int32(4, 1), same(options));
        Value y = net.convolve(input(in, 0), Filter.ofOutputRowColumnInput(weights(in, 1)), bias(in), window);
        return activation(options.int8(3, 0), y, net);
    }

    private static Value depthwise(TfliteModel.Operation op, List<Value> in, int[] shape, NetworkBuilder net)
            throws ModelsException {
        FlatTable options = options(op);
        Window window = new Window(
                options.int32(2, 1), options.int32(1, 1), options.int32(6, 1), options.int32(5, 1), same(options));
        Value.Weights weights = weights(in, 1);
        int[] x = input(in, 0).shape();
        int[] w = weights.shape();
        if (w.length != 4 || x.length != 4 || w[0] != 1 || w[3] % x[3] != 0) {
            throw ModelsException.badInput(
                    "filter " + Arrays.toString(w) + " does not go with input " + Arrays.toString(x));
        }
        // (1, row, column, output) is (row, column, input, multiplier) in memory.
        int[] split = {w[1], w[2], x[3], w[3] / x[3]};
        Filter filter = Filter.ofDepthwise(new Value.Weights(weights.values(), split));
        return activation(options.int8(4, 0), net.convolve(input(in, 0), filter, bias(in), window), net);
    }

    private static Value pool(String type, TfliteModel.Operation op, List<Value> in, NetworkBuilder net)
            throws ModelsException {
        FlatTable options = options(op);
        Window window = new Window(options.int32(2, 1), options.int32(1, 1), 1, 1, same(options));
        Value y = net.pool(type, input(in, 0), options.int32(4, 1), options.int32(3, 1), window);
        return activation(options.int8(5, 0), y, net);
    }

    private static Value mean(TfliteModel.Operation op, List<Value> in, int[] shape, NetworkBuilder net)
            throws ModelsException {
        int[] axes = integers(in, 1).clone();
        Arrays.sort(axes);
        if (!Arrays.equals(axes, new int[] {1, 2})) {
            throw ModelsException.badInput(
                    "a mean over axes " + Arrays.toString(axes) + " is not supported, only [1, 2]");
        }
        return net.spatialMean(
                input(in, 0), op.options() != null && op.options().int8(0, 0) != 0);
    }

    private static Value resizeBilinear(TfliteModel.Operation op, List<Value> in, int[] shape, NetworkBuilder net)
            throws ModelsException {
        int[] size = integers(in, 1);
        if (size.length != 2) {
            throw ModelsException.badInput("a resize needs height and width, got " + Arrays.toString(size));
        }
        FlatTable options = options(op);
        String coordinates =
                options.int8(3, 0) != 0 ? "half_pixel" : options.int8(2, 0) != 0 ? "align_corners" : "asymmetric";
        return net.resize(input(in, 0), size[0], size[1], coordinates);
    }

    /** MediaPipe's operator: its options are TfLiteTransposeConvParams, three ints: padding (1 = SAME), width, height. */
    private static Value transposedConvolution(
            TfliteModel.Operation op, List<Value> in, int[] shape, NetworkBuilder net) throws ModelsException {
        ByteBuffer options = op.customOptions();
        if (options.remaining() < 12 || shape.length != 4) {
            throw ModelsException.badInput("its options or its output shape are missing");
        }
        int start = options.position();
        Window window =
                new Window(options.getInt(start + 8), options.getInt(start + 4), 1, 1, options.getInt(start) == 1);
        return net.convolveTransposed(
                input(in, 0), Filter.ofOutputRowColumnInput(weights(in, 1)), bias(in), window, shape[1], shape[2]);
    }

    private static Value activation(int code, Value x, NetworkBuilder net) throws ModelsException {
        return switch (code) {
            case 0 -> x;
            case 1 -> net.unary("Relu", x);
            case 3 -> net.clip(x, 0, 6);
            default -> throw ModelsException.badInput("fused activation " + code + " is not supported");
        };
    }

    private static boolean same(FlatTable options) throws ModelsException {
        int padding = options.int8(0, SAME);
        if (padding != SAME && padding != VALID) {
            throw ModelsException.badInput("padding " + padding + " is not supported, only SAME and VALID");
        }
        return padding == SAME;
    }

    private static FlatTable options(TfliteModel.Operation op) throws ModelsException {
        if (op.options() == null) {
            throw ModelsException.badInput("its options are missing");
        }
        return op.options();
    }

    private static Value input(List<Value> in, int index) throws ModelsException {
        if (index >= in.size() || in.get(index) == null) {
            throw ModelsException.badInput("input " + index + " is missing");
        }
        return in.get(index);
    }

    private static Value.Weights bias(List<Value> in) throws ModelsException {
        return in.size() > 2 && in.get(2) != null ? weights(in, 2) : null;
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
