package dev.saccade.models.inspect;

import dev.saccade.engine.EngineProfile;
import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import dev.saccade.models.precision.NetworkFile.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The rows of a network: as it is written, or as it ran. */
final class NetworkLayers {
    private NetworkLayers() {}

    /** Names by which the nodes of a recorded network are told apart, whatever the file calls them. */
    static String recorded(int node) {
        return "n" + node;
    }

    /** One row a node, without times. */
    static List<LayerRow> written(NetworkFile file, TensorFacts facts) {
        NodeTypes types = new NodeTypes(file, facts);
        List<LayerRow> rows = new ArrayList<>();
        for (Node node : file.nodes()) {
            Long macs = MultiplyAccumulates.of(node, facts::sizes);
            rows.add(row(rows.size(), node, file, facts, types, List.of(), macs, null, null));
        }
        return rows;
    }

    /**
     * One row a node of the optimised network.
     *
     * @param original the network as written, and what is known of its tensors
     */
    static List<LayerRow> ran(
            NetworkFile original,
            TensorFacts originalFacts,
            NetworkFile optimised,
            TensorFacts facts,
            EngineProfile profile) {
        Map<String, EngineProfile.Layer> layers = new HashMap<>();
        profile.layers().forEach(layer -> layers.put(layer.name(), layer));
        for (int i = 0; i < optimised.nodes().size(); i++) {
            EngineProfile.Layer layer = layers.get(recorded(i));
            if (layer != null) {
                facts.see(optimised.nodes().get(i), layer.outputs());
            }
        }
        Map<Integer, Inner> inner = inner(profile);
        Fusion fusion = new Fusion(original, optimised);
        NodeTypes types = new NodeTypes(optimised, facts);
        double allNs = profile.layers().stream()
                .mapToDouble(EngineProfile.Layer::typicalNs)
                .sum();
        List<LayerRow> rows = new ArrayList<>();
        for (int i = 0; i < optimised.nodes().size(); i++) {
            Node node = optimised.nodes().get(i);
            List<Node> from =
                    fusion.of(i).stream().map(at -> original.nodes().get(at)).toList();
            Long macs = MultiplyAccumulates.of(node, facts::sizes);
            if (macs == null || !node.domain().isEmpty()) {
                // Another domain's weights may be laid out otherwise: what the node stands for is counted.
                macs = sum(from, tensor -> sizes(tensor, from, node, originalFacts, facts));
            }
            Times times = Times.of(layers.get(recorded(i)), inner.get(i), allNs);
            rows.add(row(i, node, optimised, facts, types, from, macs, layers.get(recorded(i)), times));
        }
        return rows;
    }

    /** What a node's inner graphs took counts for the node, which is the layer that a reader knows. */
    private static Map<Integer, Inner> inner(EngineProfile profile) {
        Map<Integer, Inner> sums = new HashMap<>();
        for (EngineProfile.Layer layer : profile.layers()) {
            int dot = layer.name().indexOf('.');
            if (dot > 0) {
                sums.merge(
                        Integer.valueOf(layer.name().substring(1, dot)),
                        new Inner(layer.typicalNs(), layer.p50Ns()),
                        (a, b) -> new Inner(a.typicalNs + b.typicalNs, a.p50Ns + b.p50Ns));
            }
        }
        return sums;
    }

    private record Inner(double typicalNs, long p50Ns) {}

    private record Times(long p50Ns, double typicalNs, double share) {
        static Times of(EngineProfile.Layer layer, Inner inner, double allNs) {
            double typical = (layer == null ? 0 : layer.typicalNs()) + (inner == null ? 0 : inner.typicalNs);
            long p50 = (layer == null ? 0 : layer.p50Ns()) + (inner == null ? 0 : inner.p50Ns);
            return new Times(p50, typical, allNs == 0 ? 0 : typical / allNs);
        }
    }

    /** A convolution keeps its size through what was fused to it, and names that outlived the fusion tell theirs. */
    private static List<Long> sizes(
            String tensor, List<Node> from, Node node, TensorFacts originalFacts, TensorFacts facts) {
        List<Long> known = originalFacts.sizes(tensor) == null ? facts.sizes(tensor) : originalFacts.sizes(tensor);
        boolean isMade = from.stream()
                .anyMatch(each ->
                        each.operator().equals("Conv") && each.outputs().get(0).equals(tensor));
        return known == null && isMade && node.operator().endsWith("Conv")
                ? facts.sizes(node.outputs().get(0))
                : known;
    }

    private static Long sum(List<Node> nodes, Function<String, List<Long>> sizes) {
        Long sum = null;
        for (Node node : nodes) {
            Long macs = MultiplyAccumulates.of(node, sizes);
            sum = macs == null ? sum : Long.valueOf(sum == null ? macs : sum + macs);
        }
        return sum;
    }

    private static LayerRow row(
            int index,
            Node node,
            NetworkFile file,
            TensorFacts facts,
            NodeTypes types,
            List<Node> from,
            Long macs,
            EngineProfile.Layer layer,
            Times times) {
        List<TensorShape> outputs = new ArrayList<>();
        Long bytes = 0L;
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                TensorShape shape = facts.of(output);
                outputs.add(shape);
                bytes = bytes == null || shape.bytes() == null ? null : Long.valueOf(bytes + shape.bytes());
            }
        }
        long parameters = 0;
        for (String input : node.inputs()) {
            Weight weight = file.weights().get(input);
            Long size = weight == null
                    ? null
                    : TensorShape.of(weight.elementType(), weight.dims()).bytes();
            parameters += size == null ? 0 : size;
        }
        String name = Summaries.label(node);
        List<String> others = from.stream()
                .map(Summaries::label)
                .filter(label -> from.size() > 1 || !label.equals(name))
                .toList();
        return new LayerRow(
                index,
                name,
                Summaries.operator(node),
                types.precision(node),
                layer == null ? null : layer.provider(),
                others,
                outputs,
                null,
                null,
                bytes,
                parameters,
                macs,
                layer == null ? null : Long.valueOf(layer.calls()),
                times == null ? null : Long.valueOf(times.p50Ns),
                times == null ? null : Double.valueOf(times.typicalNs),
                times == null ? null : Double.valueOf(times.share));
    }
}
