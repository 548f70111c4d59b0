package dev.saccade.models.evaluate.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as text, to six decimals: the same on every JDK, whose shortest forms of a double differ. */
final class Numbers {
    private static final int DECIMALS = 6;

    private Numbers() {}

    /** Not for values that are no numbers. */
    static BigDecimal rounded(double value) {
        BigDecimal exact = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    static String text(double value, String undefined) {
        return Double.isNaN(value) ? undefined : rounded(value).toPlainString();
    }
}
