package dev.saccade.models.repository;

/**
 * One change of an alias.
 *
 * @param time ISO 8601, UTC
 * @param who did it, in words
 * @param alias that moved
 * @param from the version before, 0 for none
 * @param to the version since, 0 for none
 * @param reason in words, one line
 */
public record HistoryEntry(String time, String who, String alias, int from, int to, String reason) {
    private static final int FIELDS = 6;

    String line() {
        return String.join("\t", time, plain(who), alias, Integer.toString(from), Integer.toString(to), plain(reason));
    }

    /** Null for a line that was not written whole. */
    static HistoryEntry of(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS || !fields[3].matches("[0-9]{1,9}") || !fields[4].matches("[0-9]{1,9}")) {
            return null;
        }
        return new HistoryEntry(
                fields[0], fields[1], fields[2], Integer.parseInt(fields[3]), Integer.parseInt(fields[4]), fields[5]);
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
