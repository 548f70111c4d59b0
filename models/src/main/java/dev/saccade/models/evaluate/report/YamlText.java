package dev.saccade.models.evaluate.report;

/** Text as YAML holds it. Stateless. */
public final class YamlText {
    private YamlText() {}

    /**
     * Quotes.
     *
     * @param text any; control characters become question marks
     * @return a double-quoted scalar of one line
     */
    public static String quoted(String text) {
        return '"'
                + text.replaceAll("[\\p{Cntrl}\\p{Cs}\\x7f-\\x9f]", "?")
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                + '"';
    }
}
