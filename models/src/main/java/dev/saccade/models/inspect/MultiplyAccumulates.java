package dev.saccade.models.inspect;

import dev.saccade.models.precision.NetworkFile.Node;
import java.util.List;
import java.util.function.Function;

/**
 * How many products a call sums up (onnx Operators.md gives the formulas): of convolutions and matrix products, which
 * are nearly all of a vision network's arithmetic. A convolution's border counts in full.
 */
final class MultiplyAccumulates {
    private MultiplyAccumulates() {}

    /**
     * Counts.
     *
     * @param sizes sizes of a tensor by its name, null when they are not known
     * @return null for another operator, or when a size is not known
     */
    static Long of(Node node, Function<String, List<Long>> sizes) {
        return switch (node.operator()) {
            case "Conv", "FusedConv", "ConvInteger", "NhwcFusedConv" -> convolution(node, sizes, 1);
            case "QLinearConv" -> convolution(node, sizes, 3);
            case "ConvTranspose" -> transposed(node, sizes);
            case "Gemm", "FusedGemm" -> gemm(node, sizes);
            case "MatMul", "FusedMatMul", "MatMulInteger", "QLinearMatMul" -> product(node, sizes);
            default -> null;
        };
    }

    /** Each output element sums over a window of a group's channels; weights are (out, in / groups, window...). */
    private static Long convolution(Node node, Function<String, List<Long>> sizes, int at) {
        List<Long> weights = input(node, at, sizes);
        List<Long> output = output(node, sizes);
        if (weights == null || weights.size() < 3 || output == null) {
            return null;
        }
        return times(TensorShape.elements(output), TensorShape.elements(weights.subList(1, weights.size())));
    }

    /** Each input element is spread over a window of a group's channels; weights are (in, out / groups, window...). */
    private static Long transposed(Node node, Function<String, List<Long>> sizes) {
        List<Long> weights = input(node, 1, sizes);
        List<Long> input = input(node, 0, sizes);
        if (weights == null || weights.size() < 3 || input == null) {
            return null;
        }
        return times(TensorShape.elements(input), TensorShape.elements(weights.subList(1, weights.size())));
    }

    private static Long gemm(Node node, Function<String, List<Long>> sizes) {
        List<Long> a = input(node, 0, sizes);
        List<Long> output = output(node, sizes);
        if (a == null || a.size() != 2 || output == null) {
            return null;
        }
        boolean isTransposed =
                node.integers().getOrDefault("transA", List.of(0L)).stream().anyMatch(v -> v != 0);
        return times(TensorShape.elements(output), a.get(isTransposed ? 0 : 1));
    }

    private static Long product(Node node, Function<String, List<Long>> sizes) {
        List<Long> a = input(node, 0, sizes);
        List<Long> output = output(node, sizes);
        boolean isTransposed =
                node.integers().getOrDefault("transA", List.of(0L)).stream().anyMatch(v -> v != 0);
        if (a == null || a.isEmpty() || output == null || (isTransposed && a.size() < 2)) {
            return null;
        }
        return times(TensorShape.elements(output), a.get(a.size() - (isTransposed ? 2 : 1)));
    }

    private static List<Long> input(Node node, int at, Function<String, List<Long>> sizes) {
        return at < node.inputs().size() ? sizes.apply(node.inputs().get(at)) : null;
    }

    private static List<Long> output(Node node, Function<String, List<Long>> sizes) {
        return node.outputs().isEmpty() ? null : sizes.apply(node.outputs().get(0));
    }

    private static Long times(Long a, Long b) {
        try {
            return a == null || b == null ? null : Long.valueOf(Math.multiplyExact(a, b));
        } catch (ArithmeticException e) {
            return null;
        }
    }
}
