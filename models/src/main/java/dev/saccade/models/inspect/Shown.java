package dev.saccade.models.inspect;

import java.util.Locale;

/** Names and numbers as a person reads them. Names come from files that anybody may have made. */
public final class Shown {
    private static final int LONGEST = 160;
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] COUNTS = {"", "K", "M", "G", "T"};

    private Shown() {}

    /**
     * A text that can neither command a terminal nor turn a line around: control, format and unpaired surrogate
     * characters are written out. Long ones are cut in the middle, since exporters put what differs at the end.
     *
     * @param text of whatever origin
     * @return one line
     */
    public static String line(String text) {
        String cut = text;
        if (text.length() > LONGEST) {
            cut = text.substring(0, LONGEST / 2) + "…" + text.substring(text.length() - LONGEST / 2);
        }
        return whole(cut);
    }

    /**
     * As {@link #line}, at whatever length.
     *
     * @param text of whatever origin
     * @return one line
     */
    public static String whole(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED,
                        Character.PRIVATE_USE -> shown.append(String.format(Locale.ROOT, "\\u%04x", c));
                default -> shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * A size in binary units.
     *
     * @param bytes null when not known
     * @return such as {@code 1.5 MiB}; a dash when not known
     */
    public static String bytes(Long bytes) {
        return bytes == null ? "-" : scaled(bytes, 1024, BYTES, " ");
    }

    /**
     * A count in decimal units.
     *
     * @param count null when not known
     * @return such as {@code 1.5 M}; a dash when not known
     */
    public static String count(Long count) {
        return count == null ? "-" : scaled(count, 1000, COUNTS, " ").strip();
    }

    private static String scaled(long value, int step, String[] units, String gap) {
        double scaled = value;
        int unit = 0;
        while (scaled >= step && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        return unit == 0
                ? value + gap + units[0]
                : String.format(Locale.ROOT, scaled < 10 ? "%.2f" : scaled < 100 ? "%.1f" : "%.0f", scaled)
                        + gap
                        + units[unit];
    }

    /**
     * A time in milliseconds.
     *
     * @param ns null when not known
     * @return such as {@code 1.234}; a dash when not known
     */
    public static String ms(Double ns) {
        return ns == null ? "-" : String.format(Locale.ROOT, "%.3f", ns / 1e6);
    }

    /**
     * A share in per cent.
     *
     * @param share 0..1; null when not known
     * @return such as {@code 12.3 %}; a dash when not known
     */
    public static String percent(Double share) {
        return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
