package dev.saccade.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code cuda:N}. */
final class CudaDeviceConverter implements ITypeConverter<Integer> {
    private static final Pattern DEVICE = Pattern.compile("cuda:(\\d{1,3})");

    @Override
    public Integer convert(String text) {
        Matcher device = DEVICE.matcher(text);
        if (!device.matches()) {
            throw new TypeConversionException("unknown device '" + text + "'; use cuda:0, cuda:1 and so on");
        }
        return Integer.valueOf(device.group(1));
    }
}
