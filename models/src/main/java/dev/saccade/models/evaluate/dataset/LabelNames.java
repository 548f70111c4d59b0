package dev.saccade.models.evaluate.dataset;

import dev.saccade.model.Spelling;
import dev.saccade.models.ModelsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Leads from a data set's label names to a model's class indices: the same name; else the same but for case, blanks,
 * '_' and '-', as a whole or as one of the synonyms that commas part; else a number, which is the index itself. One
 * thread.
 */
public final class LabelNames {
    /** {@link #index}: the model has no such label, and the data set may hold such. */
    public static final int LEFT_OUT = -1;

    private static final int MOST_LEFT_OUT = 10_000;

    private final List<String> labels;
    private final boolean knownOnly;
    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final Map<String, List<Integer>> loose = new HashMap<>();
    private final Set<String> leftOut = new TreeSet<>();

    /**
     * Makes the lookup.
     *
     * @param labels of the model, in class order
     * @param knownOnly whether what the model has no label for is left out instead of refused
     */
    public LabelNames(List<String> labels, boolean knownOnly) {
        this.labels = labels;
        this.knownOnly = knownOnly;
        for (int i = 0; i < labels.size(); i++) {
            exact.computeIfAbsent(labels.get(i), name -> new ArrayList<>()).add(i);
            Set<String> forms = new TreeSet<>();
            forms.add(plain(labels.get(i)));
            for (String synonym : labels.get(i).split(",")) {
                forms.add(plain(synonym));
            }
            for (String form : forms) {
                loose.computeIfAbsent(form, name -> new ArrayList<>()).add(i);
            }
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_/-]+", " ").strip();
    }

    /** @return the model's labels */
    public List<String> labels() {
        return labels;
    }

    /** @return names that were left out, sorted */
    public Set<String> leftOut() {
        return leftOut;
    }

    /**
     * The class of a name.
     *
     * @param name of the data set
     * @param where file and line or key, for the message
     * @return class index, or {@link #LEFT_OUT}
     * @throws ModelsException of kind BAD_INPUT when the model has no such label, or several
     */
    public int index(String name, String where) throws ModelsException {
        List<Integer> found = exact.getOrDefault(name, loose.getOrDefault(plain(name), List.of()));
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.size() > 1) {
            throw ModelsException.badInput(where + ": the model has several labels '" + name + "', " + found
                    + "; write the number of the one that is meant");
        }
        if (name.matches("[0-9]{1,6}") && Integer.parseInt(name) < labels.size()) {
            return Integer.parseInt(name);
        }
        if (!knownOnly) {
            throw ModelsException.badInput(where + ": the model has no label '" + name + "'"
                    + Spelling.nearest(name, labels)
                            .map(n -> "; did you mean '" + n + "'?")
                            .orElse("")
                    + "; rename it, or leave such labels out with --known-only");
        }
        if (leftOut.size() < MOST_LEFT_OUT) {
            leftOut.add(name);
        }
        return LEFT_OUT;
    }
}
