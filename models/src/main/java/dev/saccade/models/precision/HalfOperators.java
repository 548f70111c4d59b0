package dev.saccade.models.precision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Operators of ONNX's default domain, opset 11 or later, that may run in FP16: their specification allows tensor(float16)
 * wherever it allows tensor(float), but for the inputs that are said to stay. An operator that is not listed stays FP32.
 */
final class HalfOperators {
    /** Values pass through, changed in place or order only. */
    private static final Set<String> MOVES = Set.of(
            "Identity",
            "Reshape",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Flatten",
            "Concat",
            "Slice",
            "Split",
            "Gather",
            "GatherElements",
            "GatherND",
            "ScatterElements",
            "ScatterND",
            "Expand",
            "Tile",
            "DepthToSpace",
            "SpaceToDepth",
            "Trilu",
            "Compress",
            "ReverseSequence",
            "Pad",
            "Cast");

    /** Arithmetic that costs little, and that often finishes what an island began. */
    private static final Set<String> ARITHMETIC =
            Set.of("Add", "Sub", "Mul", "Div", "Neg", "Abs", "Sqrt", "Min", "Max", "Sum", "Floor", "Ceil", "Round");

    private static final Set<String> OTHERS = Set.of(
            "Conv",
            "ConvTranspose",
            "Gemm",
            "MatMul",
            "Einsum",
            "BatchNormalization",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Sigmoid",
            "Tanh",
            "HardSigmoid",
            "HardSwish",
            "Elu",
            "Selu",
            "Erf",
            "Gelu",
            "Softsign",
            "ThresholdedRelu",
            "Clip",
            "Sign",
            "Mean",
            "Where",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "ReduceMax",
            "ReduceMin",
            "ArgMax",
            "ArgMin",
            "TopK",
            "Resize",
            "Dropout",
            "ConstantOfShape");

    /** Inputs that stay as they are: Resize's region and scales, of which the latter must be float; Dropout's ratio. */
    private static final Map<String, Set<Integer>> FIXED_INPUTS =
            Map.of("Resize", Set.of(1, 2, 3), "Dropout", Set.of(1, 2));

    private static final Set<String> ALL = new HashSet<>();
    private static final Map<String, Integer> FIXED_OUTPUTS = new HashMap<>();

    static {
        ALL.addAll(MOVES);
        ALL.addAll(ARITHMETIC);
        ALL.addAll(OTHERS);
        for (String comparison : Set.of("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual")) {
            FIXED_OUTPUTS.put(comparison, Onnx.BOOL);
        }
        for (String logic : Set.of("And", "Or", "Xor", "Not", "IsNaN", "IsInf")) {
            FIXED_OUTPUTS.put(logic, Onnx.BOOL);
        }
        for (String index : Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin", "NonMaxSuppression")) {
            FIXED_OUTPUTS.put(index, Onnx.INT64);
        }
    }

    private HalfOperators() {}

    static boolean isHalfCapable(GraphNode node) {
        return node.domain().isEmpty() && ALL.contains(node.type());
    }

    static boolean moves(GraphNode node) {
        return node.domain().isEmpty() && MOVES.contains(node.type());
    }

    static boolean isArithmetic(GraphNode node) {
        return node.domain().isEmpty() && ARITHMETIC.contains(node.type());
    }

    /** Whether an input keeps its type when the node turns to halves. */
    static boolean keepsInput(GraphNode node, int index) {
        return FIXED_INPUTS.getOrDefault(node.type(), Set.of()).contains(index);
    }

    /** The element type of the first output where the operator alone decides it; otherwise {@link Onnx#UNKNOWN}. */
    static int fixedOutput(String type) {
        return FIXED_OUTPUTS.getOrDefault(type, Onnx.UNKNOWN);
    }
}
