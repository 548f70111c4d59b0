package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All parts that ended so far, in {@code report.json} and {@code report.md}; rewritten whole after each part. */
final class Report {
    private final Path out;
    private final ObjectNode host;

    Report(Path out, ObjectNode host) {
        this.out = out;
        this.host = host;
    }

    Path file(String part) {
        return out.resolve("part-" + part + ".json");
    }

    /** The results of earlier calls that lie there, too. */
    List<PartResult> results(List<Part> plan) throws IOException {
        List<PartResult> results = new ArrayList<>();
        for (Part part : plan) {
            if (Files.exists(file(part.name()))) {
                results.add(PartResult.read(file(part.name())));
            }
        }
        return results;
    }

    void write(List<Part> plan) throws IOException {
        List<PartResult> results = results(plan);
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.set("host", host);
        ArrayNode parts = report.putArray("parts");
        results.forEach(r -> parts.add(r.json()));
        report.put("planned", plan.size());
        report.put("failed", count(results, PartResult.Status.FAILED));
        report.put("skipped", count(results, PartResult.Status.SKIPPED));
        PartResult.write(out.resolve("report.json"), report);
        PartResult.write(out.resolve("report.md"), text(results, plan.size()));
    }

    private static long count(List<PartResult> results, PartResult.Status status) {
        return results.stream().filter(r -> r.status() == status).count();
    }

    private String text(List<PartResult> results, int planned) {
        StringBuilder text = new StringBuilder("# GPU report\n\n");
        host.properties().forEach(e -> text.append("- ")
                .append(e.getKey())
                .append(": ")
                .append(oneLine(e.getValue()))
                .append('\n'));
        text.append("\n| part | result | s | question |\n|---|---|---|---|\n");
        for (PartResult r : results) {
            text.append(String.format(
                    Locale.ROOT, "| %s | %s | %.1f | %s |%n", r.part(), verdict(r), r.seconds(), r.question()));
        }
        if (results.size() < planned) {
            text.append("\nNot run yet: ")
                    .append(planned - results.size())
                    .append(" of ")
                    .append(planned)
                    .append(" parts.\n");
        }
        for (PartResult r : results) {
            JsonNode lines = r.results() == null ? null : r.results().get("lines");
            if (lines != null && !lines.isEmpty()) {
                text.append("\n## ").append(r.part()).append("\n\n");
                lines.forEach(line -> text.append("- ").append(line.asText()).append('\n'));
            }
        }
        return text.toString();
    }

    private static String verdict(PartResult r) {
        String status = r.status() == PartResult.Status.FAILED
                ? "**failed**"
                : r.status().text();
        return r.reason().isEmpty() ? status : status + ": " + r.reason().replace("|", "\\|");
    }

    private static String oneLine(JsonNode value) {
        return String.join("; ", value.asText().lines().map(String::strip).toList());
    }
}
