package dev.saccade.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "N/M". */
final class RatioConverter implements ITypeConverter<RatioConverter.Ratio> {
    /** N of M. */
    record Ratio(int n, int m) {}

    @Override
    public Ratio convert(String text) {
        int slash = text.indexOf('/');
        try {
            return new Ratio(Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not N/M, such as 3/10");
        }
    }
}
