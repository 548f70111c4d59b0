package dev.saccade.models.proposal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes model.yaml from keys such as {@code input.size}, each with its reason beside it. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*|-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?");
    private static final Pattern LIST = Pattern.compile("\\[[-0-9., E]*]");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
    private static final int COLUMN = 34;

    private YamlText() {}

    static String of(Map<String, Choice> choices) {
        Map<String, Map<String, Choice>> groups = new LinkedHashMap<>();
        choices.forEach((key, choice) -> {
            int dot = key.indexOf('.');
            String group = dot < 0 ? "" : key.substring(0, dot);
            groups.computeIfAbsent(group, g -> new LinkedHashMap<>()).put(key.substring(dot + 1), choice);
        });
        StringBuilder text = new StringBuilder("saccade: 1\n");
        groups.getOrDefault("", Map.of()).forEach((key, choice) -> line(text, "", key, choice));
        groups.forEach((group, keys) -> {
            if (!group.isEmpty()) {
                text.append(scalar(group)).append(":\n");
                keys.forEach((key, choice) -> line(text, "  ", key, choice));
            }
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String indent, String key, Choice choice) {
        StringBuilder line = new StringBuilder(indent + scalar(key) + ": " + scalar(choice.value()));
        if (!choice.reason().isEmpty()) {
            do {
                line.append(' ');
            } while (line.length() < COLUMN);
            line.append("# ").append(choice.isSure() ? "" : "CHECK: ").append(comment(choice.reason()));
        }
        text.append(line).append('\n');
    }

    private static String comment(String reason) {
        return reason.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029\uFEFF]", "?");
    }

    /** Quoted unless it can be nothing but the plain text, or a list of numbers. */
    static String scalar(String value) {
        boolean isFlag = value.equals("true") || value.equals("false");
        boolean isPlain = PLAIN.matcher(value).matches() && !WORD.matcher(value).matches();
        if (isFlag || isPlain || LIST.matcher(value).matches()) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
