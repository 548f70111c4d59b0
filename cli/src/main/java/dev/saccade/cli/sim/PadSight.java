package dev.saccade.cli.sim;

import dev.saccade.control.Angles;
import dev.saccade.control.Seen;
import dev.saccade.scene.landing.Attitude;
import dev.saccade.scene.landing.LandingPad;
import dev.saccade.scene.landing.PinholeCamera;

/**
 * Where the pad lies, from its mask, the camera's calibration and the camera's attitude alone. Each pixel of the mask is
 * followed to a level plane one metre below the camera, where it covers a known area; the pad's true area then tells the
 * height. Forward and left are along the drone's heading, level. Control thread; allocates nothing once it has met a
 * mask's size.
 */
final class PadSight {
    private static final int LEAST_PIXELS = 10;
    private static final int MOST_AT_EDGE = 2;
    private static final int EDGE = 2;
    /** How much longer than deep the pad's spread is, at least and at most: 1.5 if every pixel were right. */
    private static final double LEAST_LONG = 1.15;

    private static final double MOST_LONG = 2.1;
    /** Share of the rectangle of the same spread that a patch fills, at least: 1 for a rectangle. */
    private static final double LEAST_FILLED = 0.85;

    private final PinholeCamera camera;
    private final Attitude level = new Attitude();
    private final MaskPatch patch = new MaskPatch(LEAST_PIXELS);
    private final PatchEdges edges = new PatchEdges();
    private boolean isClipped;
    private double height;
    private double forward;
    private double left;
    private double turn;
    private double planeForward;
    private double planeLeft;

    PadSight(PinholeCamera camera) {
        this.camera = camera;
    }

    /**
     * Looks for the pad.
     *
     * @param roll of the drone when the frame was captured, radians
     * @param pitch likewise
     * @param nearForward metres forward to where the pad is expected, NaN when nowhere
     * @param nearLeft metres to the left
     * @param nearBelow metres down
     * @return whether there is one that has a pad's shape
     */
    boolean look(
            Seen seen, int label, double roll, double pitch, double nearForward, double nearLeft, double nearBelow) {
        level.set(Angles.sin(roll), Angles.cos(roll), Angles.sin(pitch), Angles.cos(pitch), 0, 1);
        if (!find(seen, label, nearForward, nearLeft, nearBelow)) {
            return false;
        }
        int atEdge = 0;
        double area = 0;
        double f = 0;
        double l = 0;
        double ff = 0;
        double fl = 0;
        double ll = 0;
        int wide = seen.maskWidth();
        int tall = seen.maskHeight();
        double columns = (seen.maskToFrameX(wide) - seen.maskToFrameX(0)) / wide;
        double rows = (seen.maskToFrameY(tall) - seen.maskToFrameY(0)) / tall;
        for (int y = 0; y < tall; y++) {
            for (int x = 0; x < wide; x++) {
                if (!patch.has(x, y)) {
                    continue;
                }
                atEdge += isAtEdge(seen, x, y) ? 1 : 0;
                double down = follow(seen, x, y);
                // The area that a pixel covers on the plane: the determinant of the projection.
                double weight = 1 / (down * down * down);
                area += weight;
                f += weight * planeForward;
                l += weight * planeLeft;
                ff += weight * planeForward * planeForward;
                fl += weight * planeForward * planeLeft;
                ll += weight * planeLeft * planeLeft;
            }
        }
        isClipped = atEdge > MOST_AT_EDGE;
        height = Math.sqrt(LandingPad.AREA / (area * columns * rows)) * camera.focal();
        forward = f / area;
        left = l / area;
        double spreadForward = ff / area - forward * forward;
        double spreadLeft = ll / area - left * left;
        double mixed = fl / area - forward * left;
        // The pad's long side lies across its heading.
        turn = HalfTurns.wrap(0.5 * StrictMath.atan2(2 * mixed, spreadForward - spreadLeft) - Math.PI / 2);
        return isClipped
                || isPadLike(spreadForward, spreadLeft, mixed, area * columns * rows / camera.focal() / camera.focal());
    }

    private boolean find(Seen seen, int label, double nearForward, double nearLeft, double nearBelow) {
        double down = -level.body(2, nearForward, nearLeft, -nearBelow);
        if (!(down > 0)) {
            return patch.find(seen, label, Double.NaN, Double.NaN);
        }
        double u = camera.width() / 2.0 - camera.focal() * level.body(1, nearForward, nearLeft, -nearBelow) / down;
        double v = camera.height() / 2.0 - camera.focal() * level.body(0, nearForward, nearLeft, -nearBelow) / down;
        double columns = seen.maskToFrameX(1) - seen.maskToFrameX(0);
        double rows = seen.maskToFrameY(1) - seen.maskToFrameY(0);
        return patch.find(seen, label, (u - seen.maskToFrameX(0)) / columns, (v - seen.maskToFrameY(0)) / rows);
    }

    /** A rectangle of half sides a and b covers 4ab and has spreads of a2/3 and b2/3 along its axes. */
    private static boolean isPadLike(double spreadForward, double spreadLeft, double mixed, double area) {
        double middle = (spreadForward + spreadLeft) / 2;
        double half = (spreadForward - spreadLeft) / 2;
        double apart = Math.sqrt(half * half + mixed * mixed);
        double wide = Math.sqrt(middle + apart);
        double deep = Math.sqrt(Math.max(1e-12, middle - apart));
        boolean isLong = wide > LEAST_LONG * deep && wide < MOST_LONG * deep;
        return isLong && area > LEAST_FILLED * 12 * wide * deep;
    }

    private double follow(Seen seen, int x, int y) {
        double ahead = camera.forward(seen.maskToFrameY(y + 0.5));
        double aside = camera.left(seen.maskToFrameX(x + 0.5));
        double down = Math.max(0.1, -level.world(2, ahead, aside, -1));
        planeForward = level.world(0, ahead, aside, -1) / down;
        planeLeft = level.world(1, ahead, aside, -1) / down;
        return down;
    }

    private static boolean isAtEdge(Seen seen, int x, int y) {
        return x < EDGE || y < EDGE || x >= seen.maskWidth() - EDGE || y >= seen.maskHeight() - EDGE;
    }

    /**
     * A pad that does not fit into the picture shows where it lies by those of its edges that do.
     *
     * @param seen the mask of the latest {@link #look}
     * @param known height of the camera above the pad, m
     * @param heading of the pad against the drone's, radians
     * @param axis 0 along the pad's heading, 1 across
     * @return where its middle lies along that axis, m; NaN when no edge is in view
     */
    double middle(Seen seen, double known, double heading, int axis) {
        double cos = Angles.cos(heading);
        double sin = Angles.sin(heading);
        edges.clear();
        for (int y = 0; y < seen.maskHeight(); y++) {
            for (int x = 0; x < seen.maskWidth(); x++) {
                if (patch.has(x, y)) {
                    follow(seen, x, y);
                    edges.add(
                            axis == 0 ? cos * planeForward + sin * planeLeft : cos * planeLeft - sin * planeForward,
                            isAtEdge(seen, x, y));
                }
            }
        }
        return known * edges.middle(2 * (axis == 0 ? LandingPad.HALF_DEPTH : LandingPad.HALF_WIDTH) / known);
    }

    /** Whether the picture's edge cuts the pad. */
    boolean isClipped() {
        return isClipped;
    }

    /** Of the camera above the pad, m; no meaning when clipped. */
    double height() {
        return height;
    }

    /** Metres forward for each metre of height. */
    double forward() {
        return forward;
    }

    /** Metres to the left for each metre of height. */
    double left() {
        return left;
    }

    /** How far to turn left to face as the pad does, or backwards, radians; no meaning when clipped. */
    double turn() {
        return turn;
    }
}
