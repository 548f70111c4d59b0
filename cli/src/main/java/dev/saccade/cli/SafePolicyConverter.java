package dev.saccade.cli;

import dev.saccade.control.SafePolicy;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code stop}, {@code hold-then-land:3s}, {@code hold-then-silence:500ms} or {@code hand-over}. */
final class SafePolicyConverter implements ITypeConverter<SafePolicy> {
    @Override
    public SafePolicy convert(String text) {
        String[] parts = text.split(":", 2);
        return switch (parts[0]) {
            case "stop" -> without(text, parts, SafePolicy.stop());
            case "hand-over" -> without(text, parts, SafePolicy.handOver());
            case "hold-then-land" -> SafePolicy.holdThenLand(hold(text, parts));
            case "hold-then-silence" -> SafePolicy.holdThenSilence(hold(text, parts));
            default -> throw refusal(text);
        };
    }

    private static SafePolicy without(String text, String[] parts, SafePolicy policy) {
        if (parts.length > 1) {
            throw refusal(text);
        }
        return policy;
    }

    private static Duration hold(String text, String[] parts) {
        String time = parts.length < 2 ? "" : parts[1];
        long unit = time.endsWith("ms") ? 1 : 1000;
        String number = time.replaceAll("m?s$", "");
        if (number.equals(time) || !number.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            throw refusal(text);
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(number) * unit));
    }

    private static TypeConversionException refusal(String text) {
        return new TypeConversionException(
                "'" + text + "': use stop, hold-then-land:3s, hold-then-silence:3s or hand-over");
    }
}
