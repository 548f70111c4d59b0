package dev.saccade.frame;

import dev.saccade.lens.CameraView;

/**
 * Geometry and colour of a stream's frames. Immutable; two frames of one stream share one instance until the stream
 * changes, so {@code ==} tells whether a plan made for it still holds.
 *
 * @param pixels memory layout
 * @param width pixels, 1..16384
 * @param height pixels, 1..16384
 * @param matrix 601 or 709: the YUV matrix (ITU-R BT.601, BT.709); ignored for RGB
 * @param fullRange whether YUV uses 0..255 rather than 16..235
 * @param view what is looked at of the picture, fitted to its size; null: all of it, as it is
 */
public record FrameFormat(PixelFormat pixels, int width, int height, int matrix, boolean fullRange, CameraView view) {
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
     * @param view what is looked at, or null
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
     * A format of pictures that are looked at as they are.
     *
     * @param pixels memory layout
     * @param width pixels
     * @param height pixels
     * @param matrix 601 or 709
     * @param fullRange whether YUV uses 0..255
     */
    public FrameFormat(PixelFormat pixels, int width, int height, int matrix, boolean fullRange) {
        this(pixels, width, height, matrix, fullRange, null);
    }

    /**
     * This format, looked at in another way.
     *
     * @param other a view, which is fitted to the size; or null
     * @return the format
     * @throws IllegalArgumentException when the view does not fit; one line
     */
    public FrameFormat withView(CameraView other) {
        return new FrameFormat(
                pixels, width, height, matrix, fullRange, other == null ? null : other.of(width, height));
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

    // Views are compared by identity: those of one stream are one object. Written out: a record's own equals goes
    // through method handles, which allocate when they are recompiled, and
    // formats are compared once a frame.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object o) {
        return o instanceof FrameFormat f
                && pixels == f.pixels
                && width == f.width
                && height == f.height
                && matrix == f.matrix
                && fullRange == f.fullRange
                && view == f.view;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * (31 * pixels.hashCode() + width) + height) + matrix) + (fullRange ? 1 : 0);
    }
}
