package dev.saccade.models.drift;

/**
 * Where the levels begin, in the population stability index beyond what chance makes of it.
 *
 * @param notice above 0
 * @param drift at least notice
 */
public record DriftBounds(double notice, double drift) {
    /** The customary ones: 0.1 and 0.25. */
    public static final DriftBounds USUAL = new DriftBounds(0.1, 0.25);

    /**
     * Checks.
     *
     * @param notice above 0
     * @param drift at least notice
     * @throws IllegalArgumentException when they are not in order
     */
    public DriftBounds {
        if (!(notice > 0 && notice <= drift && drift < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    notice + "/" + drift + ": two numbers above 0, the second at least the first");
        }
    }
}
