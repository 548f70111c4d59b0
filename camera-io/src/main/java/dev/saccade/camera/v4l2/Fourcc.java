package dev.saccade.camera.v4l2;

import java.util.Locale;

/** The four letters by which pixel formats are known, as a number and as text. */
final class Fourcc {
    private static final int LETTERS = 4;

    private Fourcc() {}

    static int of(String text) {
        int code = 0;
        for (int i = 0; i < LETTERS; i++) {
            int letter = i < text.length() ? text.charAt(i) : ' ';
            code |= (letter & 0xff) << (8 * i);
        }
        return code;
    }

    /** As text, with letters that no terminal shows written as numbers. */
    static String text(int code) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            int letter = code >>> (8 * i) & 0x7f;
            if (letter < ' ' || letter == 0x7f) {
                return String.format(Locale.ROOT, "0x%08x", code);
            }
            text.append((char) letter);
        }
        return text.toString().stripTrailing() + (code < 0 ? "-BE" : "");
    }
}
