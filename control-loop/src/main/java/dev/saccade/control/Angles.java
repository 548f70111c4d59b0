package dev.saccade.control;

/**
 * Sine and cosine for controllers: the same bits on every machine and JDK, and no allocation. From JDK 21 on {@link
 * StrictMath#sin} makes an array at every call, which only the second compiler removes, so nothing here calls it. Results
 * differ from its by at most 2 units in the last place. {@link StrictMath#atan2} makes none and needs no stand-in.
 * Stateless, any thread.
 *
 * <p>The reduction to -pi/4..pi/4 is that of W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980,
 * chapter 8: pi/2 as a sum of three numbers, the first two of 33 bits, so that their products with a whole number of up to
 * 20 bits are exact. The reduced argument is off by at most one unit in its last place. There the Taylor series are cut
 * after x^17 and x^18: what is left out, x^19/19! and x^20/20!, is below 1e-19. Java's arithmetic is strict from 17 on and
 * never contracts, so that the order of operations below fixes every bit.
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

    private static final double FACTORIAL_3 = 6.0;
    private static final double FACTORIAL_4 = 24.0;
    private static final double FACTORIAL_5 = 120.0;
    private static final double FACTORIAL_6 = 720.0;
    private static final double FACTORIAL_7 = 5040.0;
    private static final double FACTORIAL_8 = 40320.0;
    private static final double FACTORIAL_9 = 362880.0;
    private static final double FACTORIAL_10 = 3628800.0;
    private static final double FACTORIAL_11 = 39916800.0;
    private static final double FACTORIAL_12 = 479001600.0;
    private static final double FACTORIAL_13 = 6227020800.0;
    private static final double FACTORIAL_14 = 87178291200.0;
    private static final double FACTORIAL_15 = 1307674368000.0;
    private static final double FACTORIAL_16 = 20922789888000.0;
    private static final double FACTORIAL_17 = 355687428096000.0;
    private static final double FACTORIAL_18 = 6402373705728000.0;

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
            case 0 -> sine(reduced);
            case 1 -> cosine(reduced);
            case 2 -> -sine(reduced);
            default -> -cosine(reduced);
        };
    }

    private static double sine(double x) {
        double z = x * x;
        double p = -1 / FACTORIAL_15 + z / FACTORIAL_17;
        p = 1 / FACTORIAL_13 + z * p;
        p = -1 / FACTORIAL_11 + z * p;
        p = 1 / FACTORIAL_9 + z * p;
        p = -1 / FACTORIAL_7 + z * p;
        p = 1 / FACTORIAL_5 + z * p;
        p = -1 / FACTORIAL_3 + z * p;
        return x + x * z * p;
    }

    private static double cosine(double x) {
        double z = x * x;
        double p = 1 / FACTORIAL_16 - z / FACTORIAL_18;
        p = -1 / FACTORIAL_14 + z * p;
        p = 1 / FACTORIAL_12 + z * p;
        p = -1 / FACTORIAL_10 + z * p;
        p = 1 / FACTORIAL_8 + z * p;
        p = -1 / FACTORIAL_6 + z * p;
        p = 1 / FACTORIAL_4 + z * p;
        double half = z / 2;
        double sum = 1 - half;
        // What the subtraction rounded away is put back with the small terms.
        return sum + ((1 - sum - half) + z * z * p);
    }
}
