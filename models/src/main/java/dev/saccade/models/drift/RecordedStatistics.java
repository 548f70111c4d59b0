package dev.saccade.models.drift;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.models.evaluate.OutputStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The statistics of a version's record: what the frames looked like on which it was measured, and what it said about
 * them. Immutable by convention: the arrays are not copied.
 *
 * @param luma counts of frames by mean luma, 16 bins over 0 to 256
 * @param outputName {@code topScore} or {@code coverage}
 * @param output counts of frames by it, 20 bins over 0 to 1
 * @param labels how often each label was given, by name
 * @param minScore lowest score that was served, not a number where the record does not say
 * @param spread how far the record's own windows differ
 */
public record RecordedStatistics(
        long[] luma, String outputName, long[] output, Map<String, Long> labels, double minScore, Spread spread) {
    /** Name of the file in a record's directory. */
    public static final String FILE = "record.yaml";

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,15}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final double SAME_SCORE = 1e-5;

    /**
     * What counted frames say.
     *
     * @param frames at least one
     * @param labels names of the model's labels
     * @param spread of their windows
     * @return the statistics as a record would hold them
     */
    public static RecordedStatistics of(FrameStatistics frames, List<String> labels, Spread spread) {
        OutputStatistics outputs = frames.outputs();
        return new RecordedStatistics(
                frames.luma().counts(),
                outputs.name(),
                outputs.values().counts(),
                outputs.labels(labels),
                outputs.minScore(),
                spread);
    }

    /**
     * Reads the statistics of a record.
     *
     * @param record directory of record.yaml
     * @return the statistics; empty when there is no record, or it holds none
     * @throws PackageException when it holds some that make no sense; one line
     */
    public static Optional<RecordedStatistics> read(Path record) throws PackageException {
        Path file = record.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, Object> root = PlainYaml.read(file, "creator: NAME", "docs/evaluate.md");
        if (!root.containsKey("statistics")) {
            return Optional.empty();
        }
        Map<?, ?> statistics = map(file, "statistics", root.get("statistics"));
        String output = statistics.containsKey("coverage") ? "coverage" : "topScore";
        Map<String, Long> labels = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry :
                map(file, "statistics.labels", statistics.get("labels")).entrySet()) {
            labels.put(String.valueOf(entry.getKey()), count(file, "statistics.labels", entry.getValue()));
        }
        return Optional.of(new RecordedStatistics(
                bins(file, "luma", statistics.get("luma"), InputLuma.BINS, "256"),
                output,
                bins(file, output, statistics.get(output), OutputStatistics.BINS, "1"),
                labels,
                number(file, "statistics.minScore", statistics.get("minScore")),
                spread(file, output, statistics.get("spread"))));
    }

    private static Spread spread(Path file, String output, Object value) throws PackageException {
        if (value == null) {
            return Spread.UNKNOWN;
        }
        Map<?, ?> spread = map(file, "statistics.spread", value);
        if (count(file, "statistics.spread.window", spread.get("window")) != DriftWatch.WINDOW) {
            // Windows of another length differ by another measure.
            return Spread.UNKNOWN;
        }
        return new Spread(
                DriftWatch.WINDOW,
                number(file, "statistics.spread.luma", spread.get("luma")),
                number(file, "statistics.spread." + output, spread.get(output)),
                number(file, "statistics.spread.labels", spread.get("labels")));
    }

    private static long[] bins(Path file, String name, Object value, int bins, String max) throws PackageException {
        Map<?, ?> histogram = map(file, "statistics." + name, value);
        if (!"0".equals(histogram.get("min")) || !max.equals(histogram.get("max"))) {
            throw refused(file, "statistics." + name, "not from 0 to " + max);
        }
        if (!(histogram.get("bins") instanceof List<?> list) || list.size() != bins) {
            throw refused(file, "statistics." + name + ".bins", "not " + bins + " counts");
        }
        long[] counts = new long[bins];
        for (int i = 0; i < bins; i++) {
            counts[i] = count(file, "statistics." + name + ".bins", list.get(i));
        }
        return counts;
    }

    private static Map<?, ?> map(Path file, String key, Object value) throws PackageException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw refused(file, key, value == null ? "missing" : "no group of keys");
    }

    private static long count(Path file, String key, Object value) throws PackageException {
        if (!(value instanceof String text) || !COUNT.matcher(text).matches()) {
            throw refused(file, key, "'" + value + "' is no count");
        }
        return Long.parseLong(text);
    }

    private static double number(Path file, String key, Object value) throws PackageException {
        if (value == null) {
            return Double.NaN;
        }
        if (!(value instanceof String text) || !NUMBER.matcher(text).matches()) {
            throw refused(file, key, "'" + value + "' is no number");
        }
        return Double.parseDouble(text);
    }

    private static PackageException refused(Path file, String key, String what) {
        return new PackageException(file + ": " + key + ": " + what.replaceAll("\\p{Cntrl}", "?")
                + "; make the record anew with 'saccade models observe' or 'saccade evaluate --out', and publish it");
    }

    /**
     * Whether answers of a model can be compared with these: another minimum score changes all of them.
     *
     * @param score lowest score that is served, 0..1
     * @param name {@code topScore} or {@code coverage}
     * @return true when the record was made with this one, or does not say
     */
    public boolean isComparable(double score, String name) {
        boolean same = Double.isNaN(minScore) || name.equals("coverage") || Math.abs(score - minScore) < SAME_SCORE;
        return outputName.equals(name) && same;
    }
}
