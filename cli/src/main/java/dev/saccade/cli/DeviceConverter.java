package dev.saccade.cli;

import dev.saccade.model.DeviceName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a GPU. */
final class DeviceConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        int index = DeviceName.index(text);
        if (index < 0) {
            throw new TypeConversionException("'" + text + "' is no GPU; write " + DeviceName.WORDS);
        }
        return index;
    }
}
