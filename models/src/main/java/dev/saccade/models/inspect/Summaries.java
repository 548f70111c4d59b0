package dev.saccade.models.inspect;

import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import dev.saccade.models.precision.NetworkFile.Port;
import dev.saccade.models.precision.NetworkFile.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what an ONNX file holds. */
final class Summaries {
    private static final Set<String> ONNX_DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

    private Summaries() {}

    static NetworkSummary of(NetworkFile file, long fileBytes, NodeTypes types) throws ModelsException {
        Map<String, Integer> operators = new HashMap<>();
        Map<String, String> foreign = new LinkedHashMap<>();
        for (Node node : file.nodes()) {
            operators.merge(operator(node), 1, Integer::sum);
            node.nested().forEach(inner -> operators.merge(inner, 1, Integer::sum));
            if (!ONNX_DOMAINS.contains(node.domain())) {
                foreign.putIfAbsent(operator(node), label(node));
            }
        }
        long elements = 0;
        long bytes = 0;
        Map<String, Long> byType = new HashMap<>();
        for (Weight weight : file.weights().values()) {
            TensorShape shape = TensorShape.of(weight.elementType(), weight.dims());
            Long count = TensorShape.elements(weight.dims());
            elements += count == null ? 0 : count;
            long size = shape.bytes() == null ? 0 : shape.bytes();
            bytes += size;
            byType.merge(shape.type(), size, Long::sum);
        }
        return new NetworkSummary(
                fileBytes,
                file.irVersion(),
                file.producer(),
                new TreeMap<>(file.opsets()),
                file.nodes().size(),
                most(operators),
                foreign.entrySet().stream()
                        .map(e -> e.getKey() + " of node " + e.getValue())
                        .toList(),
                elements,
                bytes,
                most(byType),
                file.inputs().stream().map(Summaries::text).toList(),
                file.outputs().stream().map(Summaries::text).toList(),
                types.precision(),
                operators.getOrDefault("QuantizeLinear", 0),
                operators.getOrDefault("DequantizeLinear", 0),
                types.islands());
    }

    /** Its type, with the domain where that is not ONNX's own. */
    static String operator(Node node) {
        return ONNX_DOMAINS.contains(node.domain()) ? node.operator() : node.domain() + ":" + node.operator();
    }

    /** The name, or the first output where there is none. */
    static String label(Node node) {
        return !node.name().isEmpty() || node.outputs().isEmpty()
                ? node.name()
                : node.outputs().get(0);
    }

    private static String text(Port port) {
        String dims = port.dims() == null ? "[?]" : port.dims().toString().replace(" ", "");
        return port.name() + " " + ElementKind.word(port.elementType()) + dims;
    }

    private static <N extends Number> Map<String, N> most(Map<String, N> counts) {
        List<Map.Entry<String, N>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Comparator.comparingLong(
                        (Map.Entry<String, N> e) -> e.getValue().longValue())
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, N> ordered = new LinkedHashMap<>();
        sorted.forEach(e -> ordered.put(e.getKey(), e.getValue()));
        return ordered;
    }
}
