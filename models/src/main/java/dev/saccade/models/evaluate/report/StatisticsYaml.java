package dev.saccade.models.evaluate.report;

import dev.saccade.models.evaluate.OutputStatistics;
import dev.saccade.models.evaluate.metric.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The key {@code statistics} of a {@code record.yaml}: what later frames are compared with. Stateless. */
public final class StatisticsYaml {
    private StatisticsYaml() {}

    /**
     * Writes the key and what it holds.
     *
     * @param yaml the document, ending in a line break
     * @param luma mean luma of each picture
     * @param outputs what the model said
     * @param labels its names
     */
    public static void append(StringBuilder yaml, Histogram luma, OutputStatistics outputs, List<String> labels) {
        yaml.append("statistics:\n");
        yaml.append("  minScore: ").append(Numbers.text(outputs.minScore(), "")).append('\n');
        histogram(yaml, "luma", luma);
        histogram(yaml, outputs.name(), outputs.values());
        Map<String, Long> counts = outputs.labels(labels);
        yaml.append(counts.isEmpty() ? "  labels: {}\n" : "  labels:\n");
        counts.forEach((label, count) -> yaml.append("    ")
                .append(YamlText.quoted(label))
                .append(": ")
                .append(count)
                .append('\n'));
    }

    /**
     * Writes a number of a group below the key; nothing for one that is not defined.
     *
     * @param yaml the document, ending in a line break
     * @param name of the number
     * @param value to six decimals
     */
    public static void number(StringBuilder yaml, String name, double value) {
        if (!Double.isNaN(value)) {
            yaml.append("    ")
                    .append(name)
                    .append(": ")
                    .append(Numbers.text(value, ""))
                    .append('\n');
        }
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
}
