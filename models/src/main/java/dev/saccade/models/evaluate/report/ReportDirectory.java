package dev.saccade.models.evaluate.report;

import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.pull.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of an evaluation: metrics.json, record.yaml, report.html and its charts. Made whole or not at all; fit to
 * become the {@code record/} of a version.
 */
public final class ReportDirectory {
    private ReportDirectory() {}

    /**
     * Refuses a place before the work begins.
     *
     * @param to directory to make
     * @throws ModelsException of kind USAGE when something lies there
     */
    public static void require(Path to) throws ModelsException {
        try {
            if (Files.exists(to) && !(Files.isDirectory(to) && isEmpty(to))) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, to + " exists and is not empty; name a directory to make");
            }
        } catch (IOException e) {
            throw storage(to, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /**
     * Writes.
     *
     * @param evaluation what was measured
     * @param to directory to make
     * @param creator who measured
     * @param started when it began
     * @param ended when it ended
     * @throws ModelsException of kind USAGE when something lies there, STORAGE when it cannot be written
     */
    public static void write(Evaluation evaluation, Path to, String creator, Instant started, Instant ended)
            throws ModelsException {
        require(to);
        Path target = to.toAbsolutePath().normalize();
        try {
            Files.createDirectories(target.getParent());
            Path draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                List<Chart> charts = Charts.of(evaluation);
                for (Chart chart : charts) {
                    Files.write(draft.resolve(chart.name() + ".png"), chart.png());
                }
                Files.writeString(draft.resolve("metrics.json"), MetricsJson.of(evaluation));
                Files.writeString(draft.resolve("record.yaml"), RecordYaml.of(evaluation, creator, started, ended));
                Files.writeString(draft.resolve("report.html"), HtmlReport.of(evaluation, charts, creator, ended));
                Trees.publish(draft, target);
            } finally {
                Trees.delete(draft);
            }
        } catch (IOException e) {
            throw storage(to, e);
        }
    }

    private static ModelsException storage(Path to, IOException e) {
        return new ModelsException(ModelsException.Kind.STORAGE, to + " cannot be written: " + e, e);
    }
}
