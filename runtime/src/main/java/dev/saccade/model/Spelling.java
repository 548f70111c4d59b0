package dev.saccade.model;

import java.util.Collection;
import java.util.Locale;

/** Finds what a mistyped word was meant to be. */
final class Spelling {
    private Spelling() {}

    /**
     * A remedy that names the nearest candidate, or all of them when none is near.
     *
     * @param word as typed
     * @param candidates what is known, not empty
     * @param noun what the candidates are
     */
    static String remedy(String word, Collection<String> candidates, String noun) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(normal(word), normal(candidate));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        String known = noun + ": " + String.join(", ", candidates);
        int tolerance = Math.min(word.length(), nearest.length()) >= 4 ? 2 : 1;
        return least <= tolerance ? "did you mean '" + nearest + "'? " + known : known;
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Edits, of which an exchange of neighbours is one (optimal string alignment). */
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + swap, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
