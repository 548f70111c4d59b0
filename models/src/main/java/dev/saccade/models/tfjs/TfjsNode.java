package dev.saccade.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.saccade.models.ModelsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A node of a TensorFlow graph as its JSON tells it.
 *
 * @param name unique in the graph
 * @param op operator
 * @param inputs names of nodes, control inputs left out
 * @param attributes JSON object; numbers may be strings, strings are base64
 */
record TfjsNode(String name, String op, List<String> inputs, JsonNode attributes) {
    static TfjsNode of(JsonNode json) throws ModelsException {
        String name = json.path("name").asText("");
        String op = json.path("op").asText("");
        if (name.isEmpty() || op.isEmpty()) {
            throw ModelsException.badInput("a node without name or op: " + json);
        }
        List<String> inputs = new ArrayList<>();
        for (JsonNode input : json.path("input")) {
            if (!input.asText().startsWith("^")) {
                inputs.add(input.asText());
            }
        }
        return new TfjsNode(name, op, inputs, json.path("attr"));
    }

    boolean flag(String key) {
        return attributes.path(key).path("b").asBoolean(false);
    }

    String text(String key, String otherwise) throws ModelsException {
        JsonNode value = attributes.path(key).path("s");
        return value.isMissingNode() ? otherwise : decoded(value);
    }

    List<String> texts(String key) throws ModelsException {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : attributes.path(key).path("list").path("s")) {
            texts.add(decoded(value));
        }
        return texts;
    }

    /** Integers of a list attribute; {@code otherwise} when it is absent or empty. */
    int[] integers(String key, int... otherwise) throws ModelsException {
        JsonNode list = attributes.path(key).path("list").path("i");
        if (list.isEmpty()) {
            return otherwise;
        }
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(key, list.get(i));
        }
        if (otherwise.length > 0 && values.length != otherwise.length) {
            throw ModelsException.badInput(key + " has " + values.length + " numbers, not " + otherwise.length);
        }
        return values;
    }

    /** Sizes of the shape attribute, -1 where open. */
    int[] shape() throws ModelsException {
        JsonNode dims = attributes.path("shape").path("shape").path("dim");
        int[] shape = new int[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = integer("shape", dims.get(i).path("size"));
        }
        return shape;
    }

    private static int integer(String key, JsonNode value) throws ModelsException {
        try {
            return Integer.parseInt(value.asText());
        } catch (NumberFormatException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, key + ": '" + value.asText() + "' is not a whole number", e);
        }
    }

    private static String decoded(JsonNode base64) throws ModelsException {
        try {
            return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, "'" + base64.asText() + "' is not base64 text", e);
        }
    }
}
