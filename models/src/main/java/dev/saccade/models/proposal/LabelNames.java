package dev.saccade.models.proposal;

import java.util.ArrayList;
import java.util.List;

/** Class names out of a file's metadata: a list or a dictionary by number as Python or JSON writes it, or plain lines. */
final class LabelNames {
    private static final int MOST = 100_000;

    private LabelNames() {}

    /** The names in order; empty when the text is no such list. */
    static List<String> of(String text) {
        String list = text.strip();
        boolean isQuoted = list.startsWith("{") || list.startsWith("[");
        List<String> names = isQuoted ? quoted(list) : List.of(list.split("\\R|,"));
        List<String> clean = new ArrayList<>();
        for (String name : names) {
            String label = name.strip().replaceAll("\\p{Cntrl}", "?");
            if (label.isEmpty() || clean.size() == MOST) {
                return List.of();
            }
            clean.add(label);
        }
        return clean;
    }

    /** Every quoted text that is no key. */
    private static List<String> quoted(String list) {
        List<String> names = new ArrayList<>();
        int at = 1;
        while (at < list.length()) {
            char quote = list.charAt(at);
            at++;
            if (quote != '\'' && quote != '"') {
                continue;
            }
            StringBuilder name = new StringBuilder();
            while (at < list.length() && list.charAt(at) != quote) {
                if (list.charAt(at) == '\\' && at + 1 < list.length()) {
                    at++;
                }
                name.append(list.charAt(at));
                at++;
            }
            at++;
            int next = at;
            while (next < list.length() && list.charAt(next) == ' ') {
                next++;
            }
            if (next >= list.length() || list.charAt(next) != ':') {
                names.add(name.toString());
            }
        }
        return names;
    }
}
