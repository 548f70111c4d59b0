package dev.saccade.lens;

/**
 * What is looked at of a camera's picture: rectified or as it is, whole or a rectangle. Positions in results are pixels of
 * this picture, rectified where there is a lens; the rectangle does not move them. Immutable.
 *
 * @param lens rectifies the picture; null: it is taken as it is
 * @param x left edge of the region, pixels
 * @param y top edge
 * @param width of the region; 0: the whole picture
 * @param height of the region; 0: the whole picture
 */
public record CameraView(Lens lens, int x, int y, int width, int height) {
    /** Length of {@link #numbers()}. */
    public static final int NUMBERS = Lens.NUMBERS + 5;

    /**
     * Checks the region.
     *
     * @param lens or null
     * @param x left edge
     * @param y top edge
     * @param width or 0
     * @param height or 0
     * @throws IllegalArgumentException for a region with a negative edge or only one side
     */
    public CameraView {
        if (x < 0 || y < 0 || width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException("region " + x + "," + y + "," + width + "x" + height
                    + ": give edges from 0 on and a size of at least 1x1");
        }
    }

    /** @return whether only a part of the picture is looked at */
    public boolean hasRegion() {
        return width > 0;
    }

    /**
     * This view of pictures of a size.
     *
     * @param pictureWidth pixels
     * @param pictureHeight pixels
     * @return a view whose lens has that size
     * @throws IllegalArgumentException when the region or the calibration does not fit; one line
     */
    public CameraView of(int pictureWidth, int pictureHeight) {
        if (hasRegion() && ((long) x + width > pictureWidth || (long) y + height > pictureHeight)) {
            throw new IllegalArgumentException("region " + x + "," + y + "," + width + "x" + height
                    + " does not lie in the picture of " + pictureWidth + "x" + pictureHeight);
        }
        Lens fitting = lens == null ? null : lens.scaledTo(pictureWidth, pictureHeight);
        if (lens != null && fitting == null) {
            throw new IllegalArgumentException("a calibration of " + lens.width() + "x" + lens.height()
                    + " does not fit pictures of " + pictureWidth + "x" + pictureHeight
                    + ": calibrate the camera in that size, or open it in a size of the same shape");
        }
        return fitting == lens ? this : new CameraView(fitting, x, y, width, height);
    }

    /** @return everything, {@link #NUMBERS} long, for another process that runs the same classes */
    public double[] numbers() {
        double[] numbers = new double[NUMBERS];
        if (lens != null) {
            lens.write(numbers);
        }
        numbers[Lens.NUMBERS] = lens == null ? 0 : 1;
        numbers[Lens.NUMBERS + 1] = x;
        numbers[Lens.NUMBERS + 2] = y;
        numbers[Lens.NUMBERS + 3] = width;
        numbers[Lens.NUMBERS + 4] = height;
        return numbers;
    }

    /**
     * The view that {@link #numbers()} told of.
     *
     * @param numbers {@link #NUMBERS} of them
     * @return the view
     */
    public static CameraView of(double[] numbers) {
        return new CameraView(
                numbers[Lens.NUMBERS] == 0 ? null : Lens.read(numbers),
                (int) numbers[Lens.NUMBERS + 1],
                (int) numbers[Lens.NUMBERS + 2],
                (int) numbers[Lens.NUMBERS + 3],
                (int) numbers[Lens.NUMBERS + 4]);
    }
}
