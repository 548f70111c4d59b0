package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A layer with the shape of its weights.
 *
 * @param node in the graph
 * @param layer what it is called and costs
 * @param axis of the weights that runs over output channels
 * @param channels along it
 * @param inner elements behind it
 */
record WeightedNode(GraphNode node, QuantLayer layer, int axis, int channels, int inner) {
    private static final Set<String> OPERATORS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    /**
     * Every layer of a graph, in its order.
     *
     * @throws ModelsException when a weight is NaN or infinite
     */
    static List<WeightedNode> of(OnnxModel model, GraphLinks links, QuantTarget target)
            throws InvalidProtocolBufferException, ModelsException {
        List<WeightedNode> found = new ArrayList<>();
        for (GraphNode node : model.nodes()) {
            if (node.domain().isEmpty() && OPERATORS.contains(node.type())) {
                found.add(of(node, links, target));
            }
        }
        return found;
    }

    private static WeightedNode of(GraphNode node, GraphLinks links, QuantTarget target)
            throws InvalidProtocolBufferException, ModelsException {
        Message weight = links.floats(node.input(1));
        if (weight == null) {
            return refused(node, "its weights are not constant FP32");
        }
        List<Long> shape = weight.numbers(Onnx.TENSOR_DIMENSIONS);
        if (shape.size() < 2) {
            return refused(node, "its weights have one axis only");
        }
        FloatBuffer values = Constants.values(weight, node.input(1));
        for (int i = 0; i < values.remaining(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw ModelsException.badInput("weight " + i + " of tensor '" + node.input(1) + "' (node '"
                        + node.label() + "') is " + values.get(i) + "; train or export the network again");
            }
        }
        int axis = axis(node, shape.size());
        int channels = Math.toIntExact(shape.get(axis));
        int inner = 1;
        for (int d = axis + 1; d < shape.size(); d++) {
            inner *= Math.toIntExact(shape.get(d));
        }
        boolean isTransposed = node.is("ConvTranspose");
        long each = values.remaining() / Math.max(1, isTransposed ? shape.get(0) : channels);
        if (node.is("MatMul")) {
            each = shape.get(shape.size() - 2);
        }
        QuantLayer layer = new QuantLayer(
                node.label(),
                node.type(),
                node.input(0),
                node.output(0),
                values.remaining(),
                isTransposed ? node.input(0) : node.output(0),
                each,
                obstacle(node, links, target, channels));
        return new WeightedNode(node, layer, axis, channels, inner);
    }

    private static int axis(GraphNode node, int rank) throws InvalidProtocolBufferException {
        return switch (node.type()) {
            case "Conv" -> 0;
            case "ConvTranspose" -> 1;
            case "Gemm" -> node.attribute("transB", 0) == 0 ? 1 : 0;
            default -> rank - 1;
        };
    }

    private static String obstacle(GraphNode node, GraphLinks links, QuantTarget target, int channels)
            throws InvalidProtocolBufferException, ModelsException {
        if (links.isConstant(node.input(0))) {
            return "its input is constant";
        }
        if (target == QuantTarget.CPU) {
            if (node.is("ConvTranspose")) {
                return "ONNX Runtime has no INT8 kernel for it";
            }
            String bias = node.input(2);
            if (!bias.isEmpty() && bias(links, bias, channels) == null) {
                return "its bias is not one constant a channel";
            }
            Message beta = node.is("Gemm") ? node.attribute("beta") : null;
            if (beta != null && !beta.floats(Onnx.ATTRIBUTE_FLOAT).equals(List.of(1f))) {
                return "its beta is not 1";
            }
        }
        return "";
    }

    /** A constant bias of as many elements as channels; null for any other. */
    static float[] bias(GraphLinks links, String tensor, int channels)
            throws InvalidProtocolBufferException, ModelsException {
        Message constant = links.floats(tensor);
        if (constant == null) {
            return null;
        }
        FloatBuffer values = Constants.values(constant, tensor);
        if (values.remaining() != channels) {
            return null;
        }
        float[] bias = new float[channels];
        values.get(bias);
        return bias;
    }

    private static WeightedNode refused(GraphNode node, String obstacle) {
        QuantLayer layer = new QuantLayer(
                node.label(), node.type(), node.input(0), node.output(0), 0, node.output(0), 0, obstacle);
        return new WeightedNode(node, layer, 0, 0, 0);
    }
}
