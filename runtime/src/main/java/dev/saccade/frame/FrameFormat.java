package dev.saccade.frame;

/**
 * Geometry and colour of a stream's frames. Immutable; two frames of one stream share one instance until the stream
 * changes, so {@code ==} tells whether a plan made for it still holds.
 *
 * @param pixels memory layout
 * @param width pixels, 1..16384
 * @param height pixels, 1..16384
 * @param matrix 601 or 709: the YUV matrix (ITU-R BT.601, BT.709); ignored for RGB
 * @param fullRange whether YUV uses 0..255 rather than 16..235
 */
public record FrameFormat(PixelFormat pixels, int width, int height, int matrix, boolean fullRange) {
    /** Largest width and height. */
    public static final int MAX_SIDE = 16384;

    private static final int ROW_ALIGNMENT = 64;

    /**
     * Checks the ranges.
     *
     * @param pixels memory layout
     * @param width pixels
     * @param height pixels
     * @param matrix 601 or 709
     * @param fullRange whether YUV uses 0..255
     * @throws IllegalArgumentException when a value is out of range
     */
    public FrameFormat {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException(
                    "frame size " + width + "x" + height + " is outside 1..." + MAX_SIDE + "; scale the source down");
        }
        if (matrix != 601 && matrix != 709) {
            throw new IllegalArgumentException("YUV matrix " + matrix + " is neither 601 nor 709");
        }
    }

    /**
     * An RGB or grey format, or BT.601 limited-range YUV.
     *
     * @param pixels memory layout
     * @param width pixels
     * @param height pixels
     * @return the format
     */
    public static FrameFormat of(PixelFormat pixels, int width, int height) {
        return new FrameFormat(pixels, width, height, 601, false);
    }

    /**
     * Bytes from row to row in memory that {@link FrameRing} lays out: the row rounded up to 64.
     *
     * @param plane 0..planes-1
     * @return bytes
     */
    public int alignedStride(int plane) {
        return (pixels.rowBytes(plane, width) + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    }

    /** @return bytes of one frame with aligned rows, all planes */
    public long alignedBytes() {
        long sum = 0;
        for (int p = 0; p < pixels.planes(); p++) {
            sum += (long) alignedStride(p) * pixels.rows(p, height);
        }
        return sum;
    }

    // Written out: a record's own equals goes through method handles, which allocate when they are recompiled, and
    // formats are compared once a frame.
    @Override
    public boolean equals(Object o) {
        return o instanceof FrameFormat f
                && pixels == f.pixels
                && width == f.width
                && height == f.height
                && matrix == f.matrix
                && fullRange == f.fullRange;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * (31 * pixels.hashCode() + width) + height) + matrix) + (fullRange ? 1 : 0);
    }
}
