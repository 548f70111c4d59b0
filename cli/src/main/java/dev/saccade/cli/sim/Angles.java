package dev.saccade.cli.sim;

/** Angles that come round again. */
final class Angles {
    private Angles() {}

    /** To -pi..pi. */
    static double whole(double radians) {
        return radians - 2 * Math.PI * Math.rint(radians / (2 * Math.PI));
    }

    /** To -pi/2..pi/2, for things that look the same after half a turn. */
    static double half(double radians) {
        return radians - Math.PI * Math.rint(radians / Math.PI);
    }
}
