package dev.saccade.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds a package's labels: the file that {@code labels} names, or what a one-class decoder implies without one. */
final class LabelsReader {
    static final String USUAL_FILE = "labels.txt";
    /** Label of what a line-segment model finds. */
    private static final String LINE = "line";

    private static final String BACKGROUND = "background";

    private LabelsReader() {}

    /** The labels file, or null when there is none and the decoder implies the labels. */
    static Path find(Section root, Path directory, Map<String, String> decoder) throws PackageException {
        boolean implied = impliedLabels(decoder) != null;
        boolean absent = !root.has("labels") && !Files.exists(directory.resolve(USUAL_FILE));
        return implied && absent ? null : ModelPackages.inside(root, directory, "labels", USUAL_FILE);
    }

    static List<String> read(Section root, Path file, Map<String, String> decoder) throws PackageException {
        List<String> implied = impliedLabels(decoder);
        if (file == null) {
            return implied;
        }
        List<String> labels = LabelsFile.read(file);
        String label = decoder.get("label");
        if (label != null && (labels.size() != 2 || !labels.get(1).equals(label))) {
            throw root.section("decoder", "")
                    .refuse(
                            "label",
                            "differs from " + file.getFileName() + ", which should hold the background and this label",
                            "correct one of the two or delete the file");
        }
        return labels;
    }

    private static List<String> impliedLabels(Map<String, String> decoder) {
        if (decoder.containsKey("label")) {
            return List.of(BACKGROUND, decoder.get("label"));
        }
        return decoder.get("kind").equals(DecoderKind.MLSD.yamlName()) ? List.of(LINE) : null;
    }
}
