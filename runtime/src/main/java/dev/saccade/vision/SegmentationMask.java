package dev.saccade.vision;

import java.nio.ByteBuffer;

/**
 * One class index per pixel at the model's output resolution, one byte each, row-major, in native memory that this
 * object owns until {@link #close()}. {@link #mapX} and {@link #mapY} lead from a mask pixel to source pixels. The
 * statistics are in mask pixels. One writer, then one reader.
 */
public final class SegmentationMask implements AutoCloseable {
    /** Ints of one class in {@link #stats()}: count, x1, y1, x2, y2 (exclusive). */
    public static final int STATS = 5;

    private final int width;
    private final int height;
    private final int classes;
    private final org.bytedeco.javacpp.BytePointer pixels;
    private final org.bytedeco.javacpp.IntPointer stats;
    private final ByteBuffer view;
    private float originX;
    private float originY;
    private float scaleX = 1;
    private float scaleY = 1;

    /**
     * Allocates.
     *
     * @param width mask pixels per row
     * @param height mask rows
     * @param classes number of classes
     */
    public SegmentationMask(int width, int height, int classes) {
        this.width = width;
        this.height = height;
        this.classes = classes;
        pixels = new org.bytedeco.javacpp.BytePointer((long) width * height);
        stats = new org.bytedeco.javacpp.IntPointer((long) classes * STATS);
        org.bytedeco.javacpp.Pointer.memset(pixels, 0, (long) width * height);
        org.bytedeco.javacpp.Pointer.memset(stats, 0, 4L * classes * STATS);
        view = pixels.asByteBuffer();
    }

    /** @return mask pixels per row */
    public int width() {
        return width;
    }

    /** @return mask rows */
    public int height() {
        return height;
    }

    /** @return number of classes */
    public int classes() {
        return classes;
    }

    /** @return address of the first pixel */
    public long address() {
        return pixels.address();
    }

    /** @return address of the statistics: {@code classes * STATS} ints */
    public long stats() {
        return stats.address();
    }

    /**
     * The class at a pixel.
     *
     * @param x mask column
     * @param y mask row
     * @return class index, 0..255
     */
    public int at(int x, int y) {
        return view.get(y * width + x) & 0xff;
    }

    /**
     * Share of the mask that a class covers.
     *
     * @param c class index
     * @return 0..1
     */
    public double share(int c) {
        return stats.get((long) c * STATS) / (double) ((long) width * height);
    }

    /**
     * One statistic of a class.
     *
     * @param c class index
     * @param k 0 count, 1 x1, 2 y1, 3 x2, 4 y2 (exclusive), mask pixels
     * @return the value
     */
    public int stat(int c, int k) {
        return stats.get((long) c * STATS + k);
    }

    /**
     * Sets the way from mask to source pixels: {@code source = origin + mask * scale}.
     *
     * @param x0 source x of the mask's left edge
     * @param y0 source y of the mask's top edge
     * @param sx source pixels per mask column
     * @param sy source pixels per mask row
     */
    public void map(float x0, float y0, float sx, float sy) {
        originX = x0;
        originY = y0;
        scaleX = sx;
        scaleY = sy;
    }

    /** @return source x of the mask's left edge */
    public float originX() {
        return originX;
    }

    /** @return source y of the mask's top edge */
    public float originY() {
        return originY;
    }

    /** @return source pixels per mask column */
    public float scaleX() {
        return scaleX;
    }

    /** @return source pixels per mask row */
    public float scaleY() {
        return scaleY;
    }

    /**
     * Source x of a mask column's left edge.
     *
     * @param x mask column
     * @return source pixels
     */
    public float mapX(float x) {
        return originX + x * scaleX;
    }

    /**
     * Source y of a mask row's top edge.
     *
     * @param y mask row
     * @return source pixels
     */
    public float mapY(float y) {
        return originY + y * scaleY;
    }

    /**
     * Copies into another of the same size.
     *
     * @param other destination
     */
    public void copyTo(SegmentationMask other) {
        dev.saccade.kernel.Kernels.copy(other.address(), address(), (long) width * height);
        dev.saccade.kernel.Kernels.copy(other.stats(), stats(), 4L * classes * STATS);
        other.map(originX, originY, scaleX, scaleY);
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        pixels.close();
        stats.close();
    }
}
