package dev.saccade.control;

/**
 * Sine and cosine for controllers: the same bits on every machine and JDK, and no allocation. {@link StrictMath} itself
 * makes arrays when it reduces an argument beyond pi/4, from JDK 21 on; here the argument is reduced first. Results differ
 * from StrictMath's by at most 2 units in the last place. {@link StrictMath#atan2} and the like reduce nothing and need no
 * stand-in. Stateless, any thread.
 *
 * <p>The reduction is that of W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980, chapter 8: pi/2
 * as a sum of three numbers, the first two of 33 bits, so that their products with a whole number of up to 20 bits are
 * exact. The reduced argument is off by at most one unit in its last place.
 */
public final class Angles {
    /** Largest magnitude that is reduced, radians; beyond it the results are NaN, which no loop sends. */
    public static final double LIMIT = 1_600_000;

    private static final double TWO_BY_PI = 2 / Math.PI;
    /** Bits 1 to 33 of pi/2. */
    private static final double HIGH = 0x1.921fb54400000p+0;
    /** Its next 33 bits. */
    private static final double MIDDLE = 0x1.0b4611a600000p-34;
    /** What is left, rounded. */
    private static final double LOW = 0x1.3198a2e037073p-69;

    private static final int QUARTERS_OF_A_TURN = 4;

    private Angles() {}

    /**
     * Sine.
     *
     * @param radians within {@value #LIMIT} of 0
     * @return -1..1; NaN beyond the limit and for NaN
     */
    public static double sin(double radians) {
        if (!(Math.abs(radians) <= LIMIT)) {
            return Double.NaN;
        }
        double turns = Math.rint(radians * TWO_BY_PI);
        return quadrant(reduced(radians, turns), (int) turns);
    }

    /**
     * Cosine.
     *
     * @param radians within {@value #LIMIT} of 0
     * @return -1..1; NaN beyond the limit and for NaN
     */
    public static double cos(double radians) {
        if (!(Math.abs(radians) <= LIMIT)) {
            return Double.NaN;
        }
        double turns = Math.rint(radians * TWO_BY_PI);
        return quadrant(reduced(radians, turns), (int) turns + 1);
    }

    /**
     * The same direction within half a turn of 0.
     *
     * @param radians within {@value #LIMIT} of 0
     * @return -pi..pi, to a few units in the last place; NaN beyond the limit and for NaN
     */
    public static double wrap(double radians) {
        if (!(Math.abs(radians) <= LIMIT)) {
            return Double.NaN;
        }
        double quarters = QUARTERS_OF_A_TURN * Math.rint(radians * TWO_BY_PI / QUARTERS_OF_A_TURN);
        return Math.max(-Math.PI, Math.min(Math.PI, reduced(radians, quarters)));
    }

    private static double reduced(double radians, double quarters) {
        return ((radians - quarters * HIGH) - quarters * MIDDLE) - quarters * LOW;
    }

    private static double quadrant(double reduced, int quarters) {
        return switch (quarters & (QUARTERS_OF_A_TURN - 1)) {
            case 0 -> StrictMath.sin(reduced);
            case 1 -> StrictMath.cos(reduced);
            case 2 -> -StrictMath.sin(reduced);
            default -> -StrictMath.cos(reduced);
        };
    }
}
