package dev.saccade.scene.landing;

/**
 * A pad on the ground: white, with an orange border and a blue H. Its long side lies across its heading, so that its
 * outline alone tells the heading up to half a turn.
 *
 * @param x of its middle, world, m
 * @param y of its middle, world, m
 * @param heading of the H, world, radians
 */
public record LandingPad(double x, double y, double heading) {
    /** Half of its depth along the heading, m. */
    public static final double HALF_DEPTH = 0.5;
    /** Half of its width across the heading, m. */
    public static final double HALF_WIDTH = 0.75;
    /** Its area, m2. */
    public static final double AREA = 4 * HALF_DEPTH * HALF_WIDTH;

    private static final double BORDER = 0.11;
    private static final double POST_AT = 0.3;
    private static final double POST_TALL = 0.3;
    private static final double STROKE = 0.065;

    /** What is painted at a point of the pad. */
    enum Paint {
        OUTSIDE,
        BORDER,
        FIELD,
        LETTER
    }

    /**
     * @param along the heading from the middle, m
     * @param across to the left of the heading from the middle, m
     */
    static Paint at(double along, double across) {
        double a = Math.abs(along);
        double c = Math.abs(across);
        if (a > HALF_DEPTH || c > HALF_WIDTH) {
            return Paint.OUTSIDE;
        }
        if (a > HALF_DEPTH - BORDER || c > HALF_WIDTH - BORDER) {
            return Paint.BORDER;
        }
        boolean isPost = Math.abs(c - POST_AT) < STROKE && a < POST_TALL;
        boolean isBar = a < STROKE && c < POST_AT;
        return isPost || isBar ? Paint.LETTER : Paint.FIELD;
    }
}
