package dev.saccade.lens;

import java.util.Arrays;

/**
 * A calibrated camera: where its picture shows what a pinhole camera would show at a pixel of the <em>rectified</em>
 * picture, which has the size of the camera's own. Pixel centres lie at whole numbers, as in OpenCV and ROS. Immutable.
 */
public final class Lens {
    static final int NUMBERS = 29;

    private static final double[] UPRIGHT = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    private final Distortion distortion;
    private final double[] coefficients;
    /** Focal lengths and principal point of the camera, and of the rectified picture: fx, fy, cx, cy. */
    private final double[] camera;

    private final double[] rectified;
    /** From the camera's axes to the rectified picture's, row by row. */
    private final double[] turn;

    private final int width;
    private final int height;
    private final double reach;

    /**
     * A lens.
     *
     * @param width of the calibrated picture, pixels
     * @param height of it
     * @param camera fx, fy, cx, cy of the camera, pixels
     * @param distortion how it bends rays
     * @param coefficients of the distortion
     * @param turn rotation from the camera's axes to those of the rectified picture, row by row; null for none
     * @param rectified fx, fy, cx, cy of the rectified picture; null for those of the camera
     * @throws IllegalArgumentException for sizes or focal lengths that no camera has, or a wrong count
     */
    public Lens(
            int width,
            int height,
            double[] camera,
            Distortion distortion,
            double[] coefficients,
            double[] turn,
            double[] rectified) {
        this.width = width;
        this.height = height;
        this.camera = camera.clone();
        this.distortion = distortion;
        this.coefficients = coefficients.clone();
        this.turn = turn == null ? UPRIGHT.clone() : turn.clone();
        this.rectified = rectified == null ? camera.clone() : rectified.clone();
        require(width > 0 && height > 0, "size " + width + "x" + height);
        requireFocal(this.camera);
        requireFocal(this.rectified);
        require(
                coefficients.length == distortion.coefficients(),
                coefficients.length + " coefficients; " + distortion.word() + " has " + distortion.coefficients());
        require(finite(this.coefficients) && finite(this.turn) && this.turn.length == 9, "numbers that are not finite");
        reach = distortion.reach(this.coefficients);
    }

    private static void requireFocal(double[] k) {
        require(k.length == 4 && finite(k) && k[0] > 0 && k[1] > 0, "focal lengths " + Arrays.toString(k));
    }

    private static void require(boolean condition, String found) {
        if (!condition) {
            throw new IllegalArgumentException("a lens with " + found);
        }
    }

    private static boolean finite(double[] numbers) {
        return Arrays.stream(numbers).allMatch(Double::isFinite);
    }

    /**
     * The pixel of the camera's picture that shows what the rectified picture shows at a pixel. A ray behind the camera
     * or beyond what the distortion describes has none.
     *
     * @param x of the rectified picture
     * @param y of it
     * @param at receives x and y of the camera's picture; may lie outside it
     * @return whether there is one
     */
    public boolean locate(double x, double y, double[] at) {
        double rx = (x - rectified[2]) / rectified[0];
        double ry = (y - rectified[3]) / rectified[1];
        // The inverse of a rotation is its transpose.
        double cx = turn[0] * rx + turn[3] * ry + turn[6];
        double cy = turn[1] * rx + turn[4] * ry + turn[7];
        double cz = turn[2] * rx + turn[5] * ry + turn[8];
        double px = cx / cz;
        double py = cy / cz;
        if (!(cz > 0) || !(px * px + py * py <= reach * reach)) {
            return false;
        }
        distortion.bend(coefficients, px, py, at);
        at[0] = at[0] * camera[0] + camera[2];
        at[1] = at[1] * camera[1] + camera[3];
        return true;
    }

    /**
     * The lens of the same camera that delivers another size of the same shape.
     *
     * @param toWidth pixels
     * @param toHeight pixels
     * @return this lens for its own size; null when the shapes differ by more than a pixel
     */
    public Lens scaledTo(int toWidth, int toHeight) {
        if (toWidth == width && toHeight == height) {
            return this;
        }
        if (Math.abs((double) toWidth * height / width - toHeight) > 1) {
            return null;
        }
        double sx = (double) toWidth / width;
        double sy = (double) toHeight / height;
        return new Lens(
                toWidth, toHeight, scaled(camera, sx, sy), distortion, coefficients, turn, scaled(rectified, sx, sy));
    }

    /** The picture's edges scale, half a pixel outside of its outermost centres. */
    private static double[] scaled(double[] k, double sx, double sy) {
        return new double[] {k[0] * sx, k[1] * sy, (k[2] + 0.5) * sx - 0.5, (k[3] + 0.5) * sy - 0.5};
    }

    /** @return pixels of the calibrated picture */
    public int width() {
        return width;
    }

    /** @return pixels of the calibrated picture */
    public int height() {
        return height;
    }

    /** @return how it bends rays */
    public Distortion distortion() {
        return distortion;
    }

    /**
     * Bearing of a pixel of the rectified picture.
     *
     * @param x of the rectified picture
     * @return tangent of the angle to the right of the axis
     */
    public double tangentX(double x) {
        return (x - rectified[2]) / rectified[0];
    }

    /**
     * Bearing of a pixel of the rectified picture.
     *
     * @param y of the rectified picture
     * @return tangent of the angle below the axis
     */
    public double tangentY(double y) {
        return (y - rectified[3]) / rectified[1];
    }

    /** Everything, {@link #NUMBERS} long, for another process that runs the same classes. */
    @SuppressWarnings("EnumOrdinal")
    void write(double[] numbers) {
        numbers[0] = width;
        numbers[1] = height;
        System.arraycopy(camera, 0, numbers, 2, 4);
        System.arraycopy(rectified, 0, numbers, 6, 4);
        System.arraycopy(turn, 0, numbers, 10, 9);
        numbers[19] = distortion.ordinal();
        System.arraycopy(coefficients, 0, numbers, 20, coefficients.length);
    }

    @SuppressWarnings("EnumOrdinal")
    static Lens read(double[] numbers) {
        Distortion distortion = Distortion.values()[(int) numbers[19]];
        return new Lens(
                (int) numbers[0],
                (int) numbers[1],
                Arrays.copyOfRange(numbers, 2, 6),
                distortion,
                Arrays.copyOfRange(numbers, 20, 20 + distortion.coefficients()),
                Arrays.copyOfRange(numbers, 10, 19),
                Arrays.copyOfRange(numbers, 6, 10));
    }
}
