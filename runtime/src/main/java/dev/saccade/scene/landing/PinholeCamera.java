package dev.saccade.scene.landing;

/**
 * Calibration of a camera without distortion that looks straight down from its vehicle: the picture's right is the
 * vehicle's right, its top is the vehicle's front. A pixel's centre lies at its index plus one half, the optical axis in
 * the middle of the picture.
 *
 * @param width pixels
 * @param height pixels
 * @param focal focal length, pixels
 */
public record PinholeCamera(int width, int height, double focal) {
    /** A 320x240 camera that sees 90 degrees across. */
    public static final PinholeCamera WIDE = new PinholeCamera(320, 240, 160);

    /**
     * How far forward a ray leans.
     *
     * @param v row, pixels
     * @return metres forward for each metre down, of a level camera
     */
    public double forward(double v) {
        return (height / 2.0 - v) / focal;
    }

    /**
     * How far to the left a ray leans.
     *
     * @param u column, pixels
     * @return metres to the left for each metre down, of a level camera
     */
    public double left(double u) {
        return (width / 2.0 - u) / focal;
    }
}
