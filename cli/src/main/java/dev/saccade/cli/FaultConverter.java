package dev.saccade.cli;

import dev.saccade.fault.FaultSpec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a fault to inject. */
final class FaultConverter implements ITypeConverter<FaultSpec> {
    @Override
    public FaultSpec convert(String text) {
        try {
            return FaultSpec.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
