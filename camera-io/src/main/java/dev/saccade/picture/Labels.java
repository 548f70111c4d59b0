package dev.saccade.picture;

import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Class indices in a package's words. */
final class Labels {
    private static final Set<String> BACKGROUND = Set.of("background", "__background__", "unlabeled", "void", "_");

    private Labels() {}

    static String name(List<String> labels, int index) {
        return index < labels.size() ? labels.get(index) : "class " + index;
    }

    /** Whether a mask class stands for "nothing": by its label, or class 0 where the package has no labels. */
    static boolean isBackground(List<String> labels, int index) {
        return labels.isEmpty()
                ? index == 0
                : index < labels.size() && BACKGROUND.contains(labels.get(index).toLowerCase(Locale.ROOT));
    }

    /** What is there, in a few words: counts by label, best first. */
    static String summary(Perception seen) {
        return switch (seen.task()) {
            case CLASSIFICATION ->
                seen.classes().count() == 0
                        ? "nothing"
                        : name(seen.model().labels(), seen.classes().label(0));
            case DETECTION -> counts(seen.detections(), seen.model().labels());
            case SEGMENTATION -> "";
        };
    }

    private static String counts(Detections detections, List<String> labels) {
        if (detections.count() == 0) {
            return "nothing";
        }
        if (detections.hasSegments()) {
            return detections.count() + " segments";
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < detections.count(); i++) {
            counts.merge(name(labels, detections.label(i)), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
