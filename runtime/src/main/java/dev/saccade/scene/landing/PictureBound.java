package dev.saccade.scene.landing;

/** Where in the picture a thing on the ground lies. One thread. */
final class PictureBound {
    /** Nearer to the camera's plane than this a projection tells nothing. */
    private static final double NEAREST = 0.02;

    private static final int CORNERS = 8;

    private final double[] cos = new double[CORNERS];
    private final double[] sin = new double[CORNERS];
    private int left;
    private int right;
    private int top;
    private int bottom;

    PictureBound() {
        for (int i = 0; i < CORNERS; i++) {
            double turn = 2 * Math.PI * (i + 0.5) / CORNERS;
            // The octagon around the unit circle.
            double out = 1 / StrictMath.cos(Math.PI / CORNERS);
            cos[i] = out * StrictMath.cos(turn);
            sin[i] = out * StrictMath.sin(turn);
        }
    }

    /**
     * The rectangle of the picture that holds a disc on the ground.
     *
     * @param dx its middle from the camera, world
     * @param dy likewise
     * @param dz likewise
     * @return whether any of it can be in the picture
     */
    boolean find(PinholeCamera camera, Attitude attitude, double dx, double dy, double dz, double radius) {
        double lowU = Double.MAX_VALUE;
        double lowV = Double.MAX_VALUE;
        double highU = -Double.MAX_VALUE;
        double highV = -Double.MAX_VALUE;
        for (int i = 0; i < CORNERS; i++) {
            double px = dx + radius * cos[i];
            double py = dy + radius * sin[i];
            double depth = -attitude.body(2, px, py, dz);
            if (depth < NEAREST) {
                // Beside or behind the camera: no bound from here.
                left = 0;
                top = 0;
                right = camera.width();
                bottom = camera.height();
                return true;
            }
            double u = camera.width() / 2.0 - camera.focal() * attitude.body(1, px, py, dz) / depth;
            double v = camera.height() / 2.0 - camera.focal() * attitude.body(0, px, py, dz) / depth;
            lowU = Math.min(lowU, u);
            highU = Math.max(highU, u);
            lowV = Math.min(lowV, v);
            highV = Math.max(highV, v);
        }
        left = (int) Math.max(0, lowU - 1);
        top = (int) Math.max(0, lowV - 1);
        right = (int) Math.min(camera.width(), highU + 2);
        bottom = (int) Math.min(camera.height(), highV + 2);
        return left < right && top < bottom;
    }

    int left() {
        return left;
    }

    int right() {
        return right;
    }

    int top() {
        return top;
    }

    int bottom() {
        return bottom;
    }
}
