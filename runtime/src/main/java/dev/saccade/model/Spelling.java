package dev.saccade.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped word was meant to be. For messages: it allocates. */
public final class Spelling {
    private static final int LONG_WORD = 4;

    private Spelling() {}

    /**
     * The candidate that was probably meant: within a third of the word's letters, and two of a word of four, case,
     * hyphens and exchanged neighbours aside; or one that contains the word.
     *
     * @param word as typed
     * @param candidates what is known
     * @return the nearest one, or empty when none is near
     */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        String asked = normal(word);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            String known = normal(candidate);
            boolean part = asked.length() >= LONG_WORD && known.contains(asked);
            int distance = part && !known.equals(asked) ? 1 : distance(asked, known);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        if (nearest == null) {
            return Optional.empty();
        }
        int shorter = Math.min(word.length(), nearest.length());
        int tolerance = shorter >= LONG_WORD ? Math.max(2, shorter / 3) : 1;
        return least <= tolerance ? Optional.of(nearest) : Optional.empty();
    }

    /**
     * A remedy that names the nearest candidate, if any, and all of them.
     *
     * @param word as typed
     * @param candidates what is known
     * @param noun what the candidates are
     */
    static String remedy(String word, Collection<String> candidates, String noun) {
        String known = noun + ": " + String.join(", ", candidates);
        return nearest(word, candidates)
                .map(n -> "did you mean '" + n + "'? " + known)
                .orElse(known);
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
