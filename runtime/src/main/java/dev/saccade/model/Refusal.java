package dev.saccade.model;

import java.nio.file.Path;

/** Words a refusal: {@code <file>:<line>: <key>: <value>: <what is wrong>; <remedy>}, always one short line. */
final class Refusal {
    private static final int LONGEST_VALUE = 80;

    private Refusal() {}

    static PackageException at(Path file, int line, String key, String value, String wrong, String remedy) {
        return of(file + ":" + line, key, value, wrong, remedy);
    }

    /** For a file or directory as a whole, where no line can be named. */
    static PackageException of(Path file, String key, String value, String wrong, String remedy) {
        return of(file.toString(), key, value, wrong, remedy);
    }

    private static PackageException of(String where, String key, String value, String wrong, String remedy) {
        return new PackageException(
                oneLine(where) + ": " + shown(key) + ": " + shown(value) + ": " + oneLine(wrong) + "; " + remedy);
    }

    /** A value as the user wrote it, cut to a readable length. */
    private static String shown(String value) {
        String line = oneLine(value);
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }

    private static String oneLine(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
