package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Works batch normalisation, and sums and products with a constant for each channel, into the convolution in front of
 * them: what follows a quantised convolution would otherwise keep it from being one integer kernel.
 */
final class FoldedConvolutions {
    private static final float USUAL_EPSILON = 1e-5f;

    private final OnnxModel model;
    /** Names that are gone, and the node that does their work. */
    private final Map<String, String> aliases = new HashMap<>();

    private FoldedConvolutions(OnnxModel model) {
        this.model = model;
    }

    /**
     * An affine step for each channel.
     *
     * @param factor multiplies
     * @param addend is added then
     */
    private record Affine(double[] factor, double[] addend) {}

    /**
     * Changes the model in place. A convolution takes the name and the output of the last node that went into it, so that
     * whoever compares the two graphs by names compares the same values.
     *
     * @return by the names that went, the name of the convolution
     */
    static Map<String, String> fold(OnnxModel model) throws InvalidProtocolBufferException, ModelsException {
        FoldedConvolutions folding = new FoldedConvolutions(model);
        for (int i = 0; i < model.nodes().size(); i++) {
            while (folding.foldInto(model.nodes().get(i))) {
                // Each round takes in one node.
            }
        }
        return folding.aliases;
    }

    private boolean foldInto(GraphNode convolution) throws InvalidProtocolBufferException, ModelsException {
        if (!convolution.is("Conv")) {
            return false;
        }
        GraphLinks links = GraphLinks.of(model);
        Message weight = links.floats(convolution.input(1));
        Message bias = links.floats(convolution.input(2));
        String output = convolution.output(0);
        boolean isUnknownBias = !convolution.input(2).isEmpty() && bias == null;
        if (weight == null || isUnknownBias || !links.isPrivate(output)) {
            return false;
        }
        GraphNode next = links.readers(output).get(0);
        List<Long> shape = weight.numbers(Onnx.TENSOR_DIMENSIONS);
        Affine affine =
                shape.isEmpty() ? null : affine(next, output, links, Math.toIntExact(shape.get(0)), shape.size());
        if (affine == null) {
            return false;
        }
        put(convolution, affine, weight, bias);
        String gone = convolution.label();
        String goneOutput = output;
        convolution.outputs().set(0, next.output(0));
        if (!next.name().isEmpty()) {
            convolution.rename(next.name());
        }
        model.nodes().remove(next);
        aliases.replaceAll((from, to) -> to.equals(gone) ? convolution.label() : to);
        aliases.put(gone, convolution.label());
        aliases.put(goneOutput, convolution.label());
        dropUnread();
        return true;
    }

    private static Affine affine(GraphNode node, String from, GraphLinks links, int channels, int rank)
            throws InvalidProtocolBufferException, ModelsException {
        if (node.is("BatchNormalization")) {
            return normalisation(node, links, channels);
        }
        boolean isSum = node.is("Add");
        if (!isSum && !node.is("Mul")) {
            return null;
        }
        String other = node.input(0).equals(from) ? node.input(1) : node.input(0);
        double[] constant = channelwise(links.floats(other), other, channels, rank);
        if (constant == null) {
            return null;
        }
        double[] neutral = new double[channels];
        Arrays.fill(neutral, isSum ? 1 : 0);
        return isSum ? new Affine(neutral, constant) : new Affine(constant, neutral);
    }

    private static Affine normalisation(GraphNode node, GraphLinks links, int channels)
            throws InvalidProtocolBufferException, ModelsException {
        double[][] parts = new double[4][];
        for (int i = 0; i < parts.length; i++) {
            Message part = links.floats(node.input(i + 1));
            if (part == null || node.outputs().size() > 1) {
                return null;
            }
            FloatBuffer values = Constants.values(part, node.input(i + 1));
            if (values.remaining() != channels) {
                return null;
            }
            parts[i] = new double[channels];
            Arrays.setAll(parts[i], values::get);
        }
        Message given = node.attribute("epsilon");
        List<Float> epsilons = given == null ? List.of() : given.floats(Onnx.ATTRIBUTE_FLOAT);
        float epsilon = epsilons.isEmpty() ? USUAL_EPSILON : epsilons.get(0);
        double[] factor = new double[channels];
        double[] addend = new double[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = parts[0][c] / Math.sqrt(parts[3][c] + epsilon);
            addend[c] = parts[1][c] - parts[2][c] * factor[c];
        }
        return new Affine(factor, addend);
    }

    /** A value for each channel; null when the constant varies along another axis. */
    private static double[] channelwise(Message constant, String name, int channels, int rank)
            throws InvalidProtocolBufferException, ModelsException {
        if (constant == null) {
            return null;
        }
        List<Long> shape = constant.numbers(Onnx.TENSOR_DIMENSIONS);
        FloatBuffer values = Constants.values(constant, name);
        int channelAxis = shape.size() - (rank - 1);
        boolean isOne = values.remaining() == 1 && shape.size() <= rank;
        boolean isEach = values.remaining() == channels
                && channelAxis >= 0
                && channelAxis <= 1
                && shape.get(channelAxis) == channels;
        if (!isOne && !isEach) {
            return null;
        }
        double[] each = new double[channels];
        Arrays.setAll(each, c -> values.get(isOne ? 0 : c));
        return each;
    }

    private void put(GraphNode convolution, Affine affine, Message weight, Message bias)
            throws InvalidProtocolBufferException, ModelsException {
        int channels = affine.factor().length;
        FloatBuffer old = Constants.values(weight, convolution.input(1));
        int each = old.remaining() / channels;
        float[] weights = new float[old.remaining()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (old.get(i) * affine.factor()[i / each]);
        }
        FloatBuffer oldBias = bias == null ? null : Constants.values(bias, convolution.input(2));
        float[] biases = new float[channels];
        for (int c = 0; c < channels; c++) {
            double before = oldBias == null ? 0 : oldBias.get(c);
            biases[c] = (float) (before * affine.factor()[c] + affine.addend()[c]);
        }
        boolean isScaled = Arrays.stream(affine.factor()).anyMatch(f -> f != 1);
        if (isScaled) {
            convolution.inputs().set(1, add(convolution.label() + "/folded-weight", weights, weight));
        }
        String name =
                add(convolution.label() + "/folded-bias", biases, new Message().set(Onnx.TENSOR_DIMENSIONS, channels));
        while (convolution.inputs().size() < 3) {
            convolution.inputs().add("");
        }
        convolution.inputs().set(2, name);
    }

    private String add(String name, float[] values, Message like) throws InvalidProtocolBufferException {
        String free = name;
        while (model.initializers().containsKey(free)) {
            free += "'";
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Message tensor = Message.parse(like.bytes())
                .clear(Onnx.TENSOR_FLOATS)
                .set(Onnx.TENSOR_TYPE, Onnx.FLOAT)
                .set(Onnx.TENSOR_NAME, free)
                .set(Onnx.TENSOR_RAW, ByteString.copyFrom(bytes));
        model.initializers().put(free, tensor);
        return free;
    }

    private void dropUnread() throws InvalidProtocolBufferException {
        GraphLinks links = GraphLinks.of(model);
        model.initializers().keySet().removeIf(name -> !links.isRead(name));
    }
}
