package dev.saccade.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The values of {@code --gate}. */
final class GateConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!List.of(Outlet.PROCESS, Outlet.NONE, Outlet.REQUIRED).contains(text)) {
            throw new TypeConversionException("'" + text + "': use process, none or required");
        }
        return text;
    }
}
