package dev.saccade.control;

import dev.saccade.model.ModelPackage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Class indices of one model by label. A look-up allocates nothing: the boxed indices exist from the start. */
final class Labels {
    private final ModelPackage model;
    private final Map<String, Integer> byLabel = new HashMap<>();

    Labels(ModelPackage model) {
        this.model = model;
        for (int i = 0; i < model.labels().size(); i++) {
            byLabel.putIfAbsent(model.labels().get(i), i);
        }
    }

    boolean isOf(ModelPackage other) {
        return model.identity().equals(other.identity());
    }

    int index(String label) {
        Integer index = byLabel.get(label);
        if (index == null) {
            throw new IllegalArgumentException(
                    "model '" + model.name() + "' has no label '" + label + "'; " + remedy(label));
        }
        return index;
    }

    private String remedy(String label) {
        if (byLabel.isEmpty()) {
            return "it has no labels at all: ask by index";
        }
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String known : model.labels()) {
            int distance = edits(label.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return least <= Math.max(1, label.length() / 3)
                ? "did you mean '" + nearest + "'?"
                : "its " + byLabel.size() + " labels are in labels.txt of " + model.directory();
    }

    /** Levenshtein distance, row by row. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
