package dev.saccade.models.gate;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * One number against its limit.
 *
 * @param name what it is, such as {@code relative}
 * @param value the number
 * @param limit the bound
 * @param isFloor whether the number must not be below it, rather than not above
 * @param where output, class or frame that the number comes from; may be empty
 */
public record Check(String name, double value, double limit, boolean isFloor, String where) {
    private static final MathContext DIGITS = new MathContext(6);

    /** @return whether the limit is kept; NaN keeps none */
    public boolean isPassed() {
        return isFloor ? value >= limit : value <= limit;
    }

    /** @return one line: what it is, where, and by how much it fails or holds */
    public String text() {
        String place = where.isEmpty() ? "" : " (" + where + ")";
        String side = isFloor ? (isPassed() ? "at least " : "below ") : isPassed() ? "at most " : "over ";
        String by = isPassed() ? "" : " by " + shown(Math.abs(value - limit));
        return name + " " + shown(value) + place + ", " + side + shown(limit) + by;
    }

    private static String shown(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(number)
                        .round(DIGITS)
                        .stripTrailingZeros()
                        .toString()
                        .replaceFirst("^0E.*", "0")
                : Double.toString(number);
    }
}
