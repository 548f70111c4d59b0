package dev.saccade.cli.sim;

/** Angles of things that look the same after half a turn. */
final class HalfTurns {
    private HalfTurns() {}

    /** To -pi/2..pi/2. */
    static double wrap(double radians) {
        return radians - Math.PI * Math.rint(radians / Math.PI);
    }
}
