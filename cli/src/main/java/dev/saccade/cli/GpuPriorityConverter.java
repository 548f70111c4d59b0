package dev.saccade.cli;

import dev.saccade.engine.DeviceOptions.Priority;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the priority of a GPU's stream. */
final class GpuPriorityConverter implements ITypeConverter<Priority> {
    @Override
    public Priority convert(String text) {
        try {
            return Priority.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("unknown priority '" + text + "'; use low, normal or high");
        }
    }
}
