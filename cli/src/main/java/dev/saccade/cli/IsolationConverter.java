package dev.saccade.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --isolation}. */
final class IsolationConverter implements ITypeConverter<String> {
    static final String NONE = "none";
    static final String PROCESS = "process";

    @Override
    public String convert(String text) {
        if (!List.of(NONE, PROCESS).contains(text)) {
            throw new TypeConversionException("'" + text + "': use none or process");
        }
        return text;
    }
}
