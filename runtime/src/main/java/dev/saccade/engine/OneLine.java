package dev.saccade.engine;

/** Text of foreign origin in a message of one line. */
final class OneLine {
    private static final int LONGEST = 400;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (isControl(c)) {
                line.append(' ');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    /** Whether a text can be shown as it is. */
    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(OneLine::isControl);
    }

    /** Also what turns the direction of writing: it shows a text as another one. */
    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
