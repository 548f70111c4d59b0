package dev.saccade.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many layers an engine has, by type and by precision, out of its layers.json.
 *
 * @param total all layers
 * @param types most frequent first
 * @param precisions most frequent first
 */
record LayerCounts(int total, Map<String, Integer> types, Map<String, Integer> precisions) {
    private static final String OTHER = "other";
    private static final int SHOWN = 6;

    /** Of the engine whose plan this is; null where its builder told nothing. */
    static LayerCounts beside(Path plan) throws IOException {
        Path file = plan.resolveSibling("layers.json");
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, Integer> types = new TreeMap<>();
        Map<String, Integer> precisions = new TreeMap<>();
        int total = 0;
        for (JsonNode layer : new ObjectMapper().readTree(file.toFile()).path("Layers")) {
            total++;
            types.merge(layer.path("LayerType").asText(OTHER), 1, Integer::sum);
            precisions.merge(precision(layer), 1, Integer::sum);
        }
        return new LayerCounts(total, descending(types), descending(precisions));
    }

    /** TensorRT words a type as {@code Row-major linear FP16 format}, or {@code Half}. */
    private static String precision(JsonNode layer) {
        if (layer.hasNonNull("Precision")) {
            return layer.path("Precision").asText();
        }
        String words =
                layer.path("Outputs").path(0).path("Format/Datatype").asText("").toLowerCase(Locale.ROOT);
        for (String known : new String[] {"fp16", "bf16", "fp8", "fp4", "int8", "int4", "int32", "int64", "bool"}) {
            if (words.contains(known)) {
                return known;
            }
        }
        return words.contains("half") ? "fp16" : words.contains("fp32") || words.contains("float") ? "fp32" : OTHER;
    }

    private static Map<String, Integer> descending(Map<String, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    String text() {
        return total + " layers: " + text(types) + "; " + text(precisions);
    }

    private static String text(Map<String, Integer> counts) {
        String first = counts.entrySet().stream()
                .limit(SHOWN)
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
        return counts.size() > SHOWN ? first + ", " + (counts.size() - SHOWN) + " more types" : first;
    }

    void write(ObjectNode json) {
        json.put("total", total);
        types.forEach(json.putObject("types")::put);
        precisions.forEach(json.putObject("precisions")::put);
    }
}
