package dev.saccade.frame;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A source URI: {@code scheme:rest?key=value&key=value}. The rest is taken as it stands, without percent decoding, so
 * that paths with blanks work unquoted. Immutable.
 *
 * @param text the whole
 * @param scheme before the colon, lower case
 * @param rest between colon and question mark
 * @param options after the question mark, in order
 */
public record SourceUri(String text, String scheme, String rest, Map<String, String> options) {
    /**
     * Parses.
     *
     * @param text such as {@code file:clip.mp4?pace=max}; a text without a scheme is a file
     * @return the URI
     * @throws SourceException when an option has no value or stands twice
     */
    public static SourceUri parse(String text) throws SourceException {
        int colon = text.indexOf(':');
        boolean hasScheme = colon > 1 && text.substring(0, colon).chars().allMatch(c -> Character.isLetterOrDigit(c));
        String scheme = hasScheme ? text.substring(0, colon).toLowerCase(java.util.Locale.ROOT) : "file";
        String tail = hasScheme ? text.substring(colon + 1) : text;
        boolean network = tail.startsWith("//");
        int question = network ? -1 : tail.lastIndexOf('?');
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0) {
            for (String part : tail.substring(question + 1).split("&")) {
                if (part.isEmpty()) {
                    continue;
                }
                int eq = part.indexOf('=');
                if (eq < 1 || options.put(part.substring(0, eq), part.substring(eq + 1)) != null) {
                    throw new SourceException(
                            SourceException.Kind.USAGE,
                            "source " + text + ": option '" + part + "' should be key=value, each key once");
                }
            }
        }
        String rest = question < 0 ? tail : tail.substring(0, question);
        return new SourceUri(text, scheme, rest, Map.copyOf(options));
    }

    /**
     * Refuses options outside a set.
     *
     * @param known keys that the provider reads
     * @throws SourceException naming the first unknown key and all known ones
     */
    public void requireOnly(Set<String> known) throws SourceException {
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new SourceException(
                        SourceException.Kind.USAGE,
                        "source " + text + ": unknown option '" + key + "'; known: "
                                + String.join(", ", new TreeSet<>(known)));
            }
        }
    }
}
