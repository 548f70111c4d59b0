package dev.saccade.scene.landing;

/** Something flat that lies on the ground: an oriented shape with one or two colours. */
final class GroundShape {
    /** What it looks like. */
    enum Kind {
        BLOCK,
        FRAME,
        DISC,
        RING,
        STRIPES,
        CROSS
    }

    private static final double EDGE = 0.72;

    final Kind kind;
    final double x;
    final double y;
    /** Radius of a circle about (x, y) that holds it, m. */
    final double reach;

    private final double cos;
    private final double sin;
    private final double halfLong;
    private final double halfWide;
    private final int first;
    private final int second;

    GroundShape(Kind kind, double x, double y, double turn, double halfLong, double halfWide, int first, int second) {
        this.kind = kind;
        this.x = x;
        this.y = y;
        this.halfLong = halfLong;
        this.halfWide = halfWide;
        this.first = first;
        this.second = second;
        cos = StrictMath.cos(turn);
        sin = StrictMath.sin(turn);
        reach = Math.sqrt(halfLong * halfLong + halfWide * halfWide);
    }

    /** @return the colour at a point of the ground, -1 where the shape is not */
    int colour(double groundX, double groundY) {
        double dx = groundX - x;
        double dy = groundY - y;
        double along = Math.abs(cos * dx + sin * dy) / halfLong;
        double across = Math.abs(cos * dy - sin * dx) / halfWide;
        if (along > 1 || across > 1) {
            return -1;
        }
        double round = along * along + across * across;
        return switch (kind) {
            case BLOCK -> first;
            case FRAME -> along > EDGE || across > EDGE ? first : second;
            case DISC -> round > 1 ? -1 : first;
            case RING -> round > 1 ? -1 : round > EDGE * EDGE ? first : second;
            case STRIPES -> ((int) (along * 5) & 1) == 0 ? first : second;
            case CROSS -> along < 1 - EDGE || across < 1 - EDGE ? first : -1;
        };
    }
}
