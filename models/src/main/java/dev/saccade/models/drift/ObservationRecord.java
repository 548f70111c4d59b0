package dev.saccade.models.drift;

import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.report.ReportDirectory;
import dev.saccade.models.evaluate.report.StatisticsYaml;
import dev.saccade.models.evaluate.report.YamlText;
import dev.saccade.models.pull.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** An observation as the record of a version, {@code record.yaml} in a directory of its own. Stateless. */
public final class ObservationRecord {
    private ObservationRecord() {}

    /**
     * Writes, whole or not at all.
     *
     * @param observation what was seen
     * @param to directory to make
     * @param creator who observed
     * @param started when it began
     * @param ended when it ended
     * @throws ModelsException of kind USAGE when something lies there, STORAGE when it cannot be written
     */
    public static void write(Observation observation, Path to, String creator, Instant started, Instant ended)
            throws ModelsException {
        ReportDirectory.require(to);
        Path target = to.toAbsolutePath().normalize();
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                Files.writeString(draft.resolve(RecordedStatistics.FILE), yaml(observation, creator, started, ended));
                Trees.publish(draft, target);
            } finally {
                Trees.delete(draft);
            }
        } catch (IOException e) {
            throw ModelsException.storage(to + " cannot be written", e);
        }
    }

    static String yaml(Observation o, String creator, Instant started, Instant ended) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("creator: ").append(YamlText.quoted(creator)).append('\n');
        yaml.append("started: ").append(YamlText.quoted(started.toString())).append('\n');
        yaml.append("ended: ").append(YamlText.quoted(ended.toString())).append('\n');
        yaml.append("package: ").append(o.model().identity()).append('\n');
        yaml.append("datasets:\n");
        yaml.append("  - name: ").append(YamlText.quoted(o.source())).append('\n');
        yaml.append("    sha256: ").append(o.sha256()).append('\n');
        yaml.append("    samples: ").append(o.statistics().frames()).append('\n');
        StatisticsYaml.append(
                yaml, o.statistics().luma(), o.statistics().outputs(), o.model().labels());
        if (o.spread().isKnown()) {
            Spread spread = o.spread();
            yaml.append("  spread:\n    window: ").append(spread.window()).append('\n');
            StatisticsYaml.number(yaml, "luma", spread.luma());
            StatisticsYaml.number(yaml, o.statistics().outputs().name(), spread.output());
            StatisticsYaml.number(yaml, "labels", spread.labels());
        }
        return yaml.toString();
    }
}
