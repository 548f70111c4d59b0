package dev.saccade.scene;

/**
 * A sine from basic IEEE 754 operations: the same on every machine, and without allocation, which {@link
 * StrictMath#sin} is not from Java 21 on (its argument reduction makes arrays).
 */
final class Wave {
    private static final double TURN = 2 * Math.PI;

    private Wave() {}

    /** Sine of an angle in radians, within 4e-6 for angles up to a million. */
    static double sin(double radians) {
        double turns = radians / TURN;
        double x = TURN * (turns - Math.rint(turns));
        // Folded into a quarter turn, where the Taylor series to the ninth order is accurate enough.
        double fold = x > Math.PI / 2 ? Math.PI - x : x < -Math.PI / 2 ? -Math.PI - x : x;
        double s = fold * fold;
        return fold * (1 + s * (-1.0 / 6 + s * (1.0 / 120 + s * (-1.0 / 5040 + s / 362880))));
    }

    static double cos(double radians) {
        return sin(radians + Math.PI / 2);
    }
}
