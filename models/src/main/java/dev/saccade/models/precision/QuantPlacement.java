package dev.saccade.models.precision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which tensors are quantised between the nodes, by which range, and for whom. For TensorRT: what a quantised layer, or a
 * pooling or concatenation in front of one, reads, and of a residual sum the side that no layer makes, so that the sum
 * joins the layer of the other side (TensorRT developer guide, placement of Q/DQ layers). For ONNX Runtime, which joins
 * only nodes that stand between DQ and Q: also what quantised layers make, and every chain of its other INT8 operators that
 * leads from quantised tensors to a layer. Outputs of the graph stay floats.
 */
final class QuantPlacement {
    private static final Set<String> POOLS = Set.of("AveragePool", "GlobalAveragePool");
    /** ONNX Runtime moves these beyond Q/DQ only where both sides have one scale. */
    private static final Set<String> SAME_SCALE = Set.of("MaxPool", "Resize");

    private static final Set<String> CARRIERS = Set.of(
            "Add", "Mul", "Concat", "AveragePool", "GlobalAveragePool", "MaxPool", "Resize", "Sigmoid", "LeakyRelu");

    private final OnnxModel model;
    private final GraphLinks links;
    private final Predicate<String> isRanged;
    private final Set<GraphNode> layers = new HashSet<>();
    private final Map<String, Spot> spots = new LinkedHashMap<>();

    private QuantPlacement(
            OnnxModel model, GraphLinks links, List<WeightedNode> quantised, Predicate<String> isRanged) {
        this.model = model;
        this.links = links;
        this.isRanged = isRanged;
        quantised.forEach(layer -> layers.add(layer.node()));
    }

    /**
     * A tensor that is quantised.
     *
     * @param rangeOf the tensor whose range counts
     * @param readers who reads the quantised values
     */
    record Spot(String rangeOf, Set<GraphNode> readers) {}

    static Map<String, Spot> of(
            OnnxModel model,
            GraphLinks links,
            List<WeightedNode> quantised,
            QuantTarget target,
            Predicate<String> isRanged) {
        QuantPlacement placement = new QuantPlacement(model, links, quantised, isRanged);
        quantised.forEach(
                layer -> placement.mark(layer.layer().input(), layer.layer().input(), layer.node()));
        if (target == QuantTarget.TENSORRT) {
            placement.joinForTensorRt();
        } else {
            placement.joinForOnnxRuntime();
        }
        return placement.spots;
    }

    /** Tensors, of those between nodes, that some choice of layers may quantise. */
    static Set<String> candidates(OnnxModel model, GraphLinks links, List<WeightedNode> all) {
        Set<String> tensors = new LinkedHashSet<>();
        for (WeightedNode layer : all) {
            tensors.add(layer.layer().input());
            tensors.add(layer.layer().output());
            tensors.add(absorbed(layer.node(), links));
        }
        for (GraphNode node : model.nodes()) {
            if (node.domain().isEmpty() && CARRIERS.contains(node.type())) {
                tensors.addAll(dynamicInputs(node, links));
                tensors.add(node.output(0));
                tensors.add(absorbed(node, links));
            }
        }
        return tensors;
    }

    private void mark(String tensor, String rangeOf, GraphNode reader) {
        if (isRanged.test(tensor) && isRanged.test(rangeOf)) {
            spots.computeIfAbsent(tensor, t -> new Spot(rangeOf, new HashSet<>()))
                    .readers()
                    .add(reader);
        }
    }

    private void markForAll(String tensor, String rangeOf) {
        links.readers(tensor).forEach(reader -> mark(tensor, rangeOf, reader));
    }

    private void joinForTensorRt() {
        for (int i = model.nodes().size() - 1; i >= 0; i--) {
            GraphNode node = model.nodes().get(i);
            Spot output = spots.get(absorbed(node, links));
            if (output == null || !node.domain().isEmpty()) {
                continue;
            }
            if (node.is("Concat")) {
                for (String input : dynamicInputs(node, links)) {
                    if (links.isPrivate(input)) {
                        mark(input, output.rangeOf(), node);
                    }
                }
            } else if (POOLS.contains(node.type())) {
                mark(node.input(0), node.input(0), node);
            } else if (node.is("Add") && dynamicInputs(node, links).size() == 2) {
                String residual = isJoined(node.input(0)) ? node.input(1) : node.input(0);
                if (isJoined(node.input(0)) || isJoined(node.input(1))) {
                    mark(residual, residual, node);
                }
            }
        }
    }

    /** Whether a quantised layer makes it for one reader alone, so that the two become one kernel. */
    private boolean isJoined(String tensor) {
        return layers.contains(links.producer(tensor)) && links.isPrivate(tensor);
    }

    private void joinForOnnxRuntime() {
        Map<String, String> ranges = new HashMap<>();
        spots.forEach((tensor, spot) -> ranges.put(tensor, tensor));
        Map<GraphNode, String> results = new LinkedHashMap<>();
        for (GraphNode node : model.nodes()) {
            String result = absorbed(node, links);
            boolean isCarrier = isCarrier(node, ranges.keySet());
            if ((layers.contains(node) || isCarrier) && !links.isOutput(result) && isRanged.test(result)) {
                results.put(node, result);
                boolean isSame = isCarrier && SAME_SCALE.contains(node.type());
                ranges.put(result, isSame ? ranges.get(node.input(0)) : result);
            }
        }
        dropIdle(results);
        results.forEach((node, result) -> {
            // A layer's input may be this result, marked by its own range before.
            spots.remove(result);
            markForAll(result, ranges.get(result));
        });
        for (GraphNode node : results.keySet()) {
            if (!layers.contains(node)) {
                dynamicInputs(node, links).forEach(input -> mark(input, ranges.get(input), node));
            }
        }
    }

    private boolean isCarrier(GraphNode node, Set<String> quantised) {
        if (!node.domain().isEmpty() || !CARRIERS.contains(node.type())) {
            return false;
        }
        boolean isScaled = node.is("Resize");
        List<String> inputs = isScaled ? List.of(node.input(0)) : node.inputs();
        return node.outputs().size() == 1 && quantised.containsAll(inputs);
    }

    /** Drops operators whose quantised result no layer reads, directly or through others. */
    private void dropIdle(Map<GraphNode, String> results) {
        for (int i = model.nodes().size() - 1; i >= 0; i--) {
            GraphNode node = model.nodes().get(i);
            String result = results.get(node);
            if (result != null
                    && !layers.contains(node)
                    && links.readers(result).stream().noneMatch(r -> layers.contains(r) || results.containsKey(r))) {
                results.remove(node);
            }
        }
    }

    /** The output of a node, or of the Relu or Clip that alone reads it and becomes part of its kernel. */
    private static String absorbed(GraphNode node, GraphLinks links) {
        String output = node.output(0);
        if (!links.isPrivate(output)) {
            return output;
        }
        GraphNode next = links.readers(output).get(0);
        boolean isPart = next.is("Relu") || (next.is("Clip") && next.input(0).equals(output));
        return isPart ? next.output(0) : output;
    }

    private static List<String> dynamicInputs(GraphNode node, GraphLinks links) {
        List<String> inputs = node.is("Resize") ? List.of(node.input(0)) : node.inputs();
        return inputs.stream()
                .filter(input -> !input.isEmpty() && !links.isConstant(input))
                .distinct()
                .toList();
    }
}
