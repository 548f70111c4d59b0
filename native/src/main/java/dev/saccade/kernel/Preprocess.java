package dev.saccade.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Fused preprocess: crop, bilinear resize (half-pixel centres, as OpenCV's {@code INTER_LINEAR}), colour
 * conversion, scale and bias, channel order, layout and type in one pass from a camera frame to a tensor.
 *
 * <p>A plan is made once per geometry ({@link #create}), then {@link #run} is called per frame. A plan owns its
 * tables and scratch rows, so one plan belongs to one thread at a time; plans are independent of each other. All
 * addresses are the caller's and are not kept. {@link #run} allocates nothing.
 *
 * <p>Precision: rows are weighed in steps of 1/256 and columns in steps of 1/16384, so a value is within half a grey
 * level (0.2 % of full scale) of the exact one; the colour matrix of a YUV source enlarges that to 1.8 levels at worst.
 * Chroma is repeated to luma resolution before it is interpolated, and colours beyond the gamut are clamped after
 * interpolation. Every level gives the same bits. A destination that is not on a 64-byte boundary costs up to 40 % of
 * the speed.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class Preprocess {
    /** Packed 8-bit blue, green, red. One plane. */
    public static final int FORMAT_BGR24 = 0;
    /** Packed 8-bit red, green, blue. One plane. */
    public static final int FORMAT_RGB24 = 1;
    /** 8-bit luma only. One plane. */
    public static final int FORMAT_GRAY8 = 2;
    /** 4:2:0, luma plane and interleaved Cb Cr plane. */
    public static final int FORMAT_NV12 = 3;
    /** 4:2:0, luma, Cb and Cr planes. */
    public static final int FORMAT_I420 = 4;
    /** 4:2:2 packed Y0 Cb Y1 Cr. One plane. */
    public static final int FORMAT_YUYV = 5;
    /** 4:2:2 packed Cb Y0 Cr Y1. One plane. */
    public static final int FORMAT_UYVY = 6;

    /** Planes of height x width, channel after channel. */
    public static final int LAYOUT_NCHW = 0;
    /** Pixels of channels. */
    public static final int LAYOUT_NHWC = 1;

    /** IEEE 754 binary32. */
    public static final int TYPE_FLOAT32 = 0;
    /** IEEE 754 binary16, rounded to nearest even. */
    public static final int TYPE_FLOAT16 = 1;
    /** 8-bit unsigned, rounded to nearest and saturated. */
    public static final int TYPE_UINT8 = 2;

    static {
        Loader.load();
        Kernels.load();
    }

    private Preprocess() {}

    /**
     * Makes a plan.
     *
     * @param spec what to do; read during the call, not kept
     * @return the plan's address, or 0 when the spec is out of range or memory is short
     */
    @Name("saccade_preprocess_create")
    @Cast("int64_t")
    public static native long create(PreprocessSpec spec);

    /**
     * Frees a plan.
     *
     * @param plan a plan of {@link #create}, or 0
     */
    @Name("saccade_preprocess_destroy")
    public static native void destroy(@Cast("int64_t") long plan);

    /**
     * Converts one frame. Reads {@code stride * height} bytes of each plane of the format, never past the last
     * pixel of the last row, and writes the whole destination tensor, padding included.
     *
     * @param plan a plan of {@link #create}
     * @param plane0 address of the first plane
     * @param plane1 address of the second plane, or 0
     * @param plane2 address of the third plane, or 0
     * @param stride0 bytes from row to row of the first plane
     * @param stride1 bytes from row to row of the second plane
     * @param stride2 bytes from row to row of the third plane
     * @param dst address of the tensor
     * @return the level whose code ran (see {@link Kernels}), or -1 when an address or stride is invalid
     */
    @Name("saccade_preprocess_run")
    public static native int run(
            @Cast("int64_t") long plan,
            @Cast("const uint8_t*") long plane0,
            @Cast("const uint8_t*") long plane1,
            @Cast("const uint8_t*") long plane2,
            int stride0,
            int stride1,
            int stride2,
            @Cast("void*") long dst);
}
