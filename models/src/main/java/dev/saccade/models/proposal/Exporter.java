package dev.saccade.models.proposal;

import java.util.List;
import java.util.Map;

/** What metadata_props say when a known program wrote them: Ultralytics' task, names, imgsz and stride. */
record Exporter(Map<String, String> metadata) {
    private static final List<String> NAME_KEYS = List.of("names", "labels", "classes", "class_names");

    boolean isUltralytics() {
        return metadata.containsKey("stride") && metadata.containsKey("names") && metadata.containsKey("task");
    }

    /** Their word: detect, classify, segment, pose, obb; empty when another program wrote the file. */
    String task() {
        return isUltralytics() ? metadata.get("task").strip() : "";
    }

    /** Width and height as {@code [w, h]}; null when it does not tell. imgsz is height, width. */
    String size() {
        String[] sides =
                metadata.getOrDefault("imgsz", "").replaceAll("[^0-9,]", "").split(",");
        boolean isPair =
                sides.length == 2 && sides[0].matches("[1-9][0-9]{0,4}") && sides[1].matches("[1-9][0-9]{0,4}");
        return isPair ? "[" + sides[1] + ", " + sides[0] + "]" : null;
    }

    /** The key that class names stand under; null when there are none. */
    String namesKey() {
        for (String key : NAME_KEYS) {
            if (metadata.containsKey(key) && !LabelNames.of(metadata.get(key)).isEmpty()) {
                return key;
            }
        }
        return null;
    }

    List<String> names() {
        String key = namesKey();
        return key == null ? List.of() : LabelNames.of(metadata.get(key));
    }
}
