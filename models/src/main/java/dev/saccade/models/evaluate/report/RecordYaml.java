package dev.saccade.models.evaluate.report;

import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.metric.Histogram;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** An evaluation as the {@code record.yaml} of a version: who, when, on what, how good, and how its inputs looked. */
public final class RecordYaml {
    private RecordYaml() {}

    /**
     * Writes.
     *
     * @param e what was measured
     * @param creator who measured
     * @param started when it began
     * @param ended when it ended
     * @return YAML as {@link dev.saccade.model.PlainYaml} reads it
     */
    public static String of(Evaluation e, String creator, Instant started, Instant ended) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("creator: ").append(quoted(creator)).append('\n');
        yaml.append("started: ").append(quoted(started.toString())).append('\n');
        yaml.append("ended: ").append(quoted(ended.toString())).append('\n');
        yaml.append("package: ").append(e.model().identity()).append('\n');
        yaml.append("datasets:\n");
        String name =
                String.valueOf(e.data().directory().toAbsolutePath().normalize().getFileName());
        yaml.append("  - name: ").append(quoted(name)).append('\n');
        yaml.append("    path: ")
                .append(quoted(e.data().directory().toAbsolutePath().normalize().toString()))
                .append('\n');
        yaml.append("    sha256: ").append(e.dataSha256()).append('\n');
        yaml.append("    samples: ").append(e.data().samples().size()).append('\n');
        yaml.append("metrics:\n");
        e.findings().metrics().forEach((metric, value) -> {
            if (!Double.isNaN(value)) {
                yaml.append("  ")
                        .append(metric)
                        .append(": ")
                        .append(Numbers.text(value, ""))
                        .append('\n');
            }
        });
        yaml.append("statistics:\n");
        histogram(yaml, "luma", e.luma());
        histogram(yaml, e.outputs().name(), e.outputs().values());
        Map<String, Long> labels = e.outputs().labels(e.model().labels());
        yaml.append(labels.isEmpty() ? "  labels: {}\n" : "  labels:\n");
        labels.forEach((label, count) -> yaml.append("    ")
                .append(quoted(label))
                .append(": ")
                .append(count)
                .append('\n'));
        return yaml.toString();
    }

    private static void histogram(StringBuilder yaml, String name, Histogram histogram) {
        yaml.append("  ").append(name).append(":\n");
        yaml.append("    min: ").append(Numbers.text(histogram.min(), "")).append('\n');
        yaml.append("    max: ").append(Numbers.text(histogram.max(), "")).append('\n');
        yaml.append("    bins: ")
                .append(Arrays.stream(histogram.counts())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ", "[", "]")))
                .append('\n');
    }

    private static String quoted(String text) {
        return '"'
                + text.replaceAll("[\\p{Cntrl}\\p{Cs}\\x7f-\\x9f]", "?")
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }
}
