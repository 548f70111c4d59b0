package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * How a part ended.
 *
 * @param part its name
 * @param question what it answers
 * @param status how it ended
 * @param reason why it was skipped or failed; empty when it passed
 * @param seconds how long it took
 * @param results what it wrote; null when it wrote nothing
 */
record PartResult(String part, String question, Status status, String reason, double seconds, JsonNode results) {
    enum Status {
        PASSED,
        FAILED,
        SKIPPED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    static PartResult read(Path file) throws IOException {
        JsonNode node = JSON.readTree(file.toFile());
        return new PartResult(
                node.path("part").asText(),
                node.path("question").asText(),
                Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT)),
                node.path("reason").asText(),
                node.path("seconds").asDouble(),
                node.get("results"));
    }

    ObjectNode json() {
        ObjectNode node = JSON.createObjectNode()
                .put("part", part)
                .put("question", question)
                .put("status", status.text())
                .put("reason", reason)
                .put("seconds", Math.round(seconds * 10) / 10.0);
        node.set("results", results);
        return node;
    }

    void write(Path file) throws IOException {
        write(file, json());
    }

    /** Whole or not at all. */
    static void write(Path file, JsonNode node) throws IOException {
        write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    }

    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
