package dev.saccade.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads a positive number of seconds. */
final class SecondsConverter implements ITypeConverter<Duration> {
    private static final double NS_PER_S = 1e9;

    @Override
    public Duration convert(String text) {
        return MillisConverter.positive(text, NS_PER_S, "seconds");
    }
}
