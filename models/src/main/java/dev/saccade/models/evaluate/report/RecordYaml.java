package dev.saccade.models.evaluate.report;

import dev.saccade.models.evaluate.Evaluation;
import java.time.Instant;

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
        yaml.append("creator: ").append(YamlText.quoted(creator)).append('\n');
        yaml.append("started: ").append(YamlText.quoted(started.toString())).append('\n');
        yaml.append("ended: ").append(YamlText.quoted(ended.toString())).append('\n');
        yaml.append("package: ").append(e.model().identity()).append('\n');
        yaml.append("datasets:\n");
        String name =
                String.valueOf(e.data().directory().toAbsolutePath().normalize().getFileName());
        yaml.append("  - name: ").append(YamlText.quoted(name)).append('\n');
        yaml.append("    path: ")
                .append(YamlText.quoted(
                        e.data().directory().toAbsolutePath().normalize().toString()))
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
        StatisticsYaml.append(yaml, e.luma(), e.outputs(), e.model().labels());
        return yaml.toString();
    }
}
