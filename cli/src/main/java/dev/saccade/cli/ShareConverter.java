package dev.saccade.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share: "10%", or "0.1". */
final class ShareConverter implements ITypeConverter<Double> {
    private static final double PERCENT = 100;

    @Override
    public Double convert(String text) {
        boolean isPercent = text.endsWith("%");
        try {
            double number = Double.parseDouble(isPercent ? text.substring(0, text.length() - 1) : text);
            double share = isPercent ? number / PERCENT : number;
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw refusal(text);
        }
        throw refusal(text);
    }

    private static TypeConversionException refusal(String text) {
        return new TypeConversionException("'" + text + "' is no share of runs, such as 10% or 0.1");
    }
}
