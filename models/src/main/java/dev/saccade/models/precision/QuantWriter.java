package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.QuantPlacement.Spot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the quantised weights and the Q/DQ nodes into a graph. One use. */
final class QuantWriter {
    private final OnnxModel model;
    private final GraphLinks links;
    private final QuantTarget target;
    private final Map<String, Spot> spots;
    private final Map<String, QuantScale> scales = new HashMap<>();
    private final List<GraphNode> nodes = new ArrayList<>();

    private QuantWriter(
            OnnxModel model,
            GraphLinks links,
            QuantTarget target,
            Map<String, Spot> spots,
            Map<String, ValueRange> ranges) {
        this.model = model;
        this.links = links;
        this.target = target;
        this.spots = spots;
        spots.forEach((tensor, spot) -> scales.put(tensor, QuantScale.of(ranges.get(spot.rangeOf()), target)));
    }

    /**
     * Changes the model in place.
     *
     * @param layers that are quantised; the range of each one's input is known
     */
    static void write(OnnxModel model, List<WeightedNode> layers, QuantTarget target, Map<String, ValueRange> ranges)
            throws InvalidProtocolBufferException, ModelsException {
        GraphLinks links = GraphLinks.of(model);
        Map<String, Spot> spots = QuantPlacement.of(model, links, layers, target, ranges::containsKey);
        new QuantWriter(model, links, target, spots, ranges).write(layers);
    }

    private void write(List<WeightedNode> layers) throws InvalidProtocolBufferException, ModelsException {
        Map<GraphNode, WeightedNode> byNode = new HashMap<>();
        layers.forEach(layer -> byNode.put(layer.node(), layer));
        for (Message input : model.inputs()) {
            quantise(input.text(Onnx.FIRST));
        }
        for (GraphNode node : model.nodes()) {
            WeightedNode layer = byNode.get(node);
            float inputScale = layer == null ? 0 : scales.get(node.input(0)).scale();
            node.inputs().replaceAll(input -> reads(node, input) ? input + "/dequantised" : input);
            if (layer != null) {
                quantiseWeights(layer, inputScale);
            }
            nodes.add(node);
            for (String output : List.copyOf(node.outputs())) {
                quantise(output);
            }
        }
        model.nodes().clear();
        model.nodes().addAll(nodes);
        dropUnread();
    }

    private boolean reads(GraphNode node, String tensor) {
        Spot spot = spots.get(tensor);
        return spot != null && spot.readers().contains(node);
    }

    private void quantise(String tensor) {
        QuantScale scale = scales.get(tensor);
        if (scale == null) {
            return;
        }
        String factor = constant(tensor + "/scale", Onnx.FLOAT, List.of(), floats(scale.scale()));
        String zero = constant(tensor + "/zero-point", scale.type(), List.of(), ByteString.copyFrom(new byte[] {
            (byte) scale.zeroPoint()
        }));
        String quantised = tensor + "/quantised";
        nodes.add(GraphNode.of("QuantizeLinear", quantised, List.of(tensor, factor, zero), quantised));
        String back = tensor + "/dequantised";
        nodes.add(GraphNode.of("DequantizeLinear", back, List.of(quantised, factor, zero), back));
    }

    private void quantiseWeights(WeightedNode layer, float inputScale)
            throws InvalidProtocolBufferException, ModelsException {
        GraphNode node = layer.node();
        String name = node.input(1);
        Message weight = links.floats(name);
        boolean isWholeBias = target == QuantTarget.CPU && !node.input(2).isEmpty();
        float[] bias = isWholeBias ? WeightedNode.bias(links, node.input(2), layer.channels()) : null;
        QuantWeights weights = QuantWeights.of(
                Constants.values(weight, name), layer.channels(), layer.inner(), isWholeBias ? inputScale : 0, bias);
        String prefix = layer.layer().output() + "/weight";
        node.inputs()
                .set(
                        1,
                        dequantised(
                                prefix,
                                new Stored(
                                        Onnx.INT8,
                                        weight.numbers(Onnx.TENSOR_DIMENSIONS),
                                        ByteString.copyFrom(weights.values())),
                                weights.scales(),
                                layer.axis()));
        if (isWholeBias) {
            ByteBuffer whole = ByteBuffer.allocate(bias.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            whole.asIntBuffer().put(weights.bias(bias, inputScale));
            Stored stored = new Stored(Onnx.INT32, List.of((long) bias.length), ByteString.copyFrom(whole));
            node.inputs()
                    .set(2, dequantised(layer.layer().output() + "/bias", stored, weights.biasScales(inputScale), 0));
        }
    }

    /** The elements of a quantised constant. */
    private record Stored(int type, List<Long> shape, ByteString data) {}

    private String dequantised(String prefix, Stored stored, float[] scales, int axis) {
        List<Long> channels = List.of((long) scales.length);
        String whole = constant(prefix + "/quantised", stored.type(), stored.shape(), stored.data());
        String factors = constant(prefix + "/scale", Onnx.FLOAT, channels, floats(scales));
        int bytes = stored.type() == Onnx.INT32 ? Integer.BYTES : 1;
        String zeros = constant(
                prefix + "/zero-point", stored.type(), channels, ByteString.copyFrom(new byte[scales.length * bytes]));
        String back = prefix + "/dequantised";
        Message along = new Message()
                .set(Onnx.ATTRIBUTE_NAME, "axis")
                .set(Onnx.ATTRIBUTE_INT, axis)
                .set(Onnx.ATTRIBUTE_TYPE, Onnx.ATTRIBUTE_TYPE_INT);
        nodes.add(GraphNode.of("DequantizeLinear", back, List.of(whole, factors, zeros), back, along));
        return back;
    }

    private String constant(String name, int type, List<Long> shape, ByteString data) {
        Message tensor = new Message()
                .set(Onnx.TENSOR_TYPE, type)
                .set(Onnx.TENSOR_NAME, name)
                .set(Onnx.TENSOR_RAW, data);
        if (!shape.isEmpty()) {
            tensor.setNumbers(Onnx.TENSOR_DIMENSIONS, shape);
        }
        model.initializers().put(name, tensor);
        return name;
    }

    private static ByteString floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return ByteString.copyFrom(bytes);
    }

    /** The float weights that nobody reads any more: without this the file would not shrink. */
    private void dropUnread() throws InvalidProtocolBufferException {
        GraphLinks now = GraphLinks.of(model);
        model.initializers().keySet().removeIf(name -> !now.isRead(name));
        Set<GraphNode> idle = new HashSet<>();
        for (GraphNode node : model.nodes()) {
            if (node.is("Constant") && !now.isRead(node.output(0))) {
                idle.add(node);
            }
        }
        model.nodes().removeAll(idle);
    }
}
