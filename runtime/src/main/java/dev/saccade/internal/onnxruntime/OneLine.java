package dev.saccade.internal.onnxruntime;

import java.util.regex.Pattern;

/** ONNX Runtime's texts, which span lines and name its own source files, as one line. */
final class OneLine {
    private static final int LONGEST = 400;
    private static final Pattern SOURCE =
            Pattern.compile("\\S*/onnxruntime/\\S+:\\d+\\s+|\\bonnxruntime::\\S+(\\([^)]*\\))?(\\s*const)?\\s+");
    private static final Pattern STACK = Pattern.compile("(?s)\\s*Stacktrace:.*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private OneLine() {}

    static String of(String text) {
        String s = STACK.matcher(text).replaceAll("");
        s = SOURCE.matcher(s).replaceAll("");
        s = SPACE.matcher(s).replaceAll(" ").strip();
        return s.length() <= LONGEST ? s : s.substring(0, LONGEST) + "...";
    }
}
