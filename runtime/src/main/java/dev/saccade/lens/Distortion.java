package dev.saccade.lens;

/**
 * How a lens bends a ray: from where a pinhole would draw it, in focal lengths from the axis, to where the lens does. The
 * formulas are those of OpenCV's calibration module ("Camera Calibration and 3D Reconstruction", "Fisheye camera model"),
 * the names those of ROS ({@code sensor_msgs/CameraInfo}).
 */
public enum Distortion {
    /** k1, k2, p1, p2, k3: a polynomial along the radius, and a tangential part. */
    PLUMB_BOB("plumb_bob", 5),
    /** k1, k2, p1, p2, k3, k4, k5, k6: a quotient of polynomials along the radius. */
    RATIONAL_POLYNOMIAL("rational_polynomial", 8),
    /** k1 to k4 over the angle from the axis: fisheye. */
    EQUIDISTANT("equidistant", 4);

    private static final double STEP = 1e-3;
    private static final double WIDEST = 20;

    private final String word;
    private final int coefficients;

    Distortion(String word, int coefficients) {
        this.word = word;
        this.coefficients = coefficients;
    }

    /** @return its name in calibration files */
    public String word() {
        return word;
    }

    /** @return how many coefficients it has */
    public int coefficients() {
        return coefficients;
    }

    /**
     * Bends a ray.
     *
     * @param k coefficients, {@link #coefficients()} of them
     * @param x to the right, focal lengths
     * @param y down, focal lengths
     * @param bent receives x and y
     */
    void bend(double[] k, double x, double y, double[] bent) {
        double r2 = x * x + y * y;
        double radial = radial(k, r2);
        if (this == EQUIDISTANT) {
            bent[0] = x * radial;
            bent[1] = y * radial;
            return;
        }
        bent[0] = x * radial + 2 * k[2] * x * y + k[3] * (r2 + 2 * x * x);
        bent[1] = y * radial + k[2] * (r2 + 2 * y * y) + 2 * k[3] * x * y;
    }

    private double radial(double[] k, double r2) {
        return switch (this) {
            case PLUMB_BOB -> 1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4]));
            case RATIONAL_POLYNOMIAL ->
                (1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4]))) / (1 + r2 * (k[5] + r2 * (k[6] + r2 * k[7])));
            case EQUIDISTANT -> {
                double r = Math.sqrt(r2);
                double angle = StrictMath.atan(r);
                double a2 = angle * angle;
                yield r < 1e-9 ? 1 : angle * (1 + a2 * (k[0] + a2 * (k[1] + a2 * (k[2] + a2 * k[3])))) / r;
            }
        };
    }

    /** Focal lengths from the axis up to which a farther ray lies farther out; beyond it the polynomial folds back. */
    double reach(double[] k) {
        double before = 0;
        for (double r = STEP; r < WIDEST; r += STEP) {
            double at = r * radial(k, r * r);
            if (!(at > before)) {
                return r - STEP;
            }
            before = at;
        }
        return WIDEST;
    }
}
