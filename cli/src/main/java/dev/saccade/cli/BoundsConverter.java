package dev.saccade.cli;

import dev.saccade.models.drift.DriftBounds;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "NOTICE/DRIFT", as in 0.1/0.25. */
final class BoundsConverter implements ITypeConverter<DriftBounds> {
    @Override
    public DriftBounds convert(String text) {
        int slash = text.indexOf('/');
        try {
            return new DriftBounds(
                    Double.parseDouble(text.substring(0, slash)), Double.parseDouble(text.substring(slash + 1)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not NOTICE/DRIFT, such as 0.1/0.25");
        }
    }
}
