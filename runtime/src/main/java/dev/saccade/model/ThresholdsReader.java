package dev.saccade.model;

import java.util.List;
import java.util.Map;

/** Reads and checks the {@code thresholds} group, with defaults by task. */
final class ThresholdsReader {
    private static final List<String> KEYS = List.of("score", "iou", "max");
    private static final double IOU = 0.5;
    private static final int MAX = 100;
    private static final int LARGEST_MAX = 4096;

    private ThresholdsReader() {}

    static Thresholds read(Section root, Task task, Map<String, String> decoder) throws PackageException {
        Section section = root.optionalSection("thresholds");
        section.allowOnly(KEYS);
        double score = section.numberOr("score", 0, 1, usualScore(task));
        String mask = decoder.get("threshold");
        if (mask != null) {
            if (section.has("score")) {
                throw section.refuse(
                        "score", "decoder.threshold " + mask + " says the same thing", "delete one of the two");
            }
            score = Double.parseDouble(mask);
        }
        return new Thresholds(
                (float) score,
                (float) section.numberOr("iou", 0, 1, IOU),
                section.integerOr("max", 1, LARGEST_MAX, MAX));
    }

    private static double usualScore(Task task) {
        return switch (task) {
            case CLASSIFICATION -> 0;
            case DETECTION -> 0.3;
            case SEGMENTATION -> 0.5;
        };
    }
}
