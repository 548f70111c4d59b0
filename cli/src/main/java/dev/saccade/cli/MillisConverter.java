package dev.saccade.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a positive number of milliseconds. */
final class MillisConverter implements ITypeConverter<Duration> {
    private static final double NS_PER_MS = 1e6;

    @Override
    public Duration convert(String text) {
        return positive(text, NS_PER_MS, "milliseconds");
    }

    static Duration positive(String text, double nsPerUnit, String unit) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value * nsPerUnit < Long.MAX_VALUE) {
                return Duration.ofNanos(Math.round(value * nsPerUnit));
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for all that is not a positive number.
        }
        throw new TypeConversionException("'" + text + "' is not a positive number of " + unit);
    }
}
