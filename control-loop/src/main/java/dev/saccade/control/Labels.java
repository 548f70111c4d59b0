package dev.saccade.control;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.Spelling;
import java.util.HashMap;
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
        return Spelling.nearest(label, model.labels())
                .map(n -> "did you mean '" + n + "'?")
                .orElse("its " + byLabel.size() + " labels are in labels.txt of " + model.directory());
    }
}
