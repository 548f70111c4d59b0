package dev.saccade.cli;

import dev.saccade.engine.Backend;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a back end. */
final class BackendConverter implements ITypeConverter<Backend> {
    @Override
    public Backend convert(String text) {
        try {
            return Backend.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("unknown back end '" + text + "'; use auto, tensorrt or cpu");
        }
    }
}
