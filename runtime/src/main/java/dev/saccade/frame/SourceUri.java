package dev.saccade.frame;

import dev.saccade.model.Spelling;
import java.util.Collections;
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
    /** What follows them has question marks and equals signs of its own. */
    private static final Set<String> UNDIVIDED = Set.of("gst", "sync");

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
        boolean whole = tail.startsWith("//") || UNDIVIDED.contains(scheme);
        int question = whole ? -1 : tail.lastIndexOf('?');
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
                            "source " + Credentials.hide(text) + ": option '" + part
                                    + "' should be key=value, each key once");
                }
            }
        }
        String rest = question < 0 ? tail : tail.substring(0, question);
        return new SourceUri(text, scheme, rest, Collections.unmodifiableMap(options));
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
                        "source " + Credentials.hide(text) + ": unknown option '" + key + "'"
                                + Spelling.nearest(key, known)
                                        .map(n -> "; did you mean '" + n + "'?")
                                        .orElse("")
                                + "; known: " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /**
     * A whole number among the options.
     *
     * @param key option
     * @param min smallest
     * @param max largest
     * @param otherwise value when the option is absent
     * @return the number
     * @throws SourceException when it is no whole number or outside the range
     */
    public long number(String key, long min, long max, long otherwise) throws SourceException {
        String value = options.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(key, value, "a whole number from " + min + " to " + max, e);
        }
        throw bad(key, value, "a whole number from " + min + " to " + max, null);
    }

    /**
     * The option {@code fps}: 0.01 to 1000 frames a second.
     *
     * @param otherwise value when the option is absent
     * @return frames a second
     * @throws SourceException when it is no number or outside the range
     */
    public double fps(double otherwise) throws SourceException {
        String value = options.get("fps");
        if (value == null) {
            return otherwise;
        }
        try {
            double fps = Double.parseDouble(value);
            if (fps >= 0.01 && fps <= 1000) {
                return fps;
            }
        } catch (NumberFormatException e) {
            throw bad("fps", value, "frames a second from 0.01 to 1000", e);
        }
        throw bad("fps", value, "frames a second from 0.01 to 1000", null);
    }

    /**
     * The option {@code size}, such as {@code 640x480}.
     *
     * @return width and height in pixels, or null when the option is absent
     * @throws SourceException when it is no size or a side is outside 1 to {@link FrameFormat#MAX_SIDE}
     */
    public int[] size() throws SourceException {
        String value = options.get("size");
        if (value == null) {
            return null;
        }
        String[] sides = value.split("x", -1);
        if (sides.length == 2 && sides[0].matches("[0-9]{1,5}") && sides[1].matches("[0-9]{1,5}")) {
            int width = Integer.parseInt(sides[0]);
            int height = Integer.parseInt(sides[1]);
            if (width >= 1 && height >= 1 && width <= FrameFormat.MAX_SIDE && height <= FrameFormat.MAX_SIDE) {
                return new int[] {width, height};
            }
        }
        throw bad("size", value, "WIDTHxHEIGHT, each from 1 to " + FrameFormat.MAX_SIDE, null);
    }

    /**
     * An option that is true or false.
     *
     * @param key option
     * @return whether it is true; false when absent
     * @throws SourceException when it is anything else
     */
    public boolean flag(String key) throws SourceException {
        String value = options.getOrDefault(key, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw bad(key, value, "true or false", null);
        }
        return value.equals("true");
    }

    /**
     * The option {@code pace}: {@code max} processes every frame, {@code real} (the default) plays at the source's own
     * rate.
     *
     * @return whether it is {@code max}
     * @throws SourceException when it is anything else
     */
    public boolean isPaceMax() throws SourceException {
        String value = options.getOrDefault("pace", "real");
        if (!value.equals("max") && !value.equals("real")) {
            throw bad("pace", value, "max or real", null);
        }
        return value.equals("max");
    }

    private SourceException bad(String key, String value, String wanted, Throwable cause) {
        return new SourceException(
                SourceException.Kind.USAGE,
                "source " + Credentials.hide(text) + ": option '" + key + "=" + value + "' should be " + wanted,
                cause);
    }
}
