package dev.saccade.v4l2;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** Moves pictures out of a driver's buffers. Any thread; no method throws, allocates or keeps an address. */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_v4l2.h"},
        library = "jniSaccade")
@NoException
public final class PictureRows {
    static {
        Loader.load();
    }

    private PictureRows() {}

    /**
     * Copies rows; the two ranges must not overlap.
     *
     * @param to first row of the target
     * @param toStride bytes from row to row of it
     * @param from first row of the source
     * @param fromStride bytes from row to row of it
     * @param rowBytes bytes of a row that count
     * @param rows how many
     */
    @Name("saccade_rows_copy")
    public static native void copy(
            @Cast("void*") long to,
            int toStride,
            @Cast("const void*") long from,
            int fromStride,
            int rowBytes,
            int rows);

    /**
     * Memory that {@link #bayerToBgr} works in.
     *
     * @param width pixels
     * @return bytes
     */
    @Name("saccade_bayer_scratch")
    @Cast("int64_t")
    public static native long bayerScratch(int width);

    /**
     * Makes colour out of a sensor's mosaic, bilinear: each missing colour is the mean of its two or four nearest samples,
     * rounded half up; the border mirrors the picture. Samples of more than 8 bits lose the lower ones.
     *
     * @param from first row
     * @param fromStride bytes from row to row of it
     * @param width pixels, at least 2
     * @param height pixels, at least 2
     * @param pattern 0 RGGB, 1 GRBG, 2 GBRG, 3 BGGR: the first two samples of the first two rows
     * @param packing how samples lie: 0 a byte each; 1, 2 MIPI packed of 10 and 12 bits; 3, 4, 5 the lower 10, 12 and all
     *     bits of a little-endian 16-bit word
     * @param to first row of BGR24
     * @param toStride bytes from row to row of it
     * @param scratch {@link #bayerScratch} bytes
     * @return 0, or {@code -EINVAL} when a number is out of range
     */
    @Name("saccade_bayer_to_bgr")
    public static native int bayerToBgr(
            @Cast("const void*") long from,
            int fromStride,
            int width,
            int height,
            int pattern,
            int packing,
            @Cast("void*") long to,
            int toStride,
            @Cast("void*") long scratch);
}
