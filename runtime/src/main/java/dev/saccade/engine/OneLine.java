package dev.saccade.engine;

/** Text of foreign origin in a message of one line. */
final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR) {
                line.append(' ');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
