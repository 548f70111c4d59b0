package dev.saccade.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Decoders and reductions over output tensors. All addresses are the caller's, float tensors are 32-bit and
 * contiguous, nothing is kept and nothing is allocated. NaN never wins a comparison and never becomes a detection; a
 * detection with a coordinate that is not finite is dropped. Every level gives the same bits.
 *
 * <p>A detection row is six floats: {@code x1, y1, x2, y2} in the model's input pixels, score, class index. A decoder
 * holds 4096 candidates before suppression, on its stack (120 kB); when more reach the lowest score, the best by score
 * stay, of equals those of lower index in the tensor.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class Postprocess {
    /** Floats of one detection row. */
    public static final int DETECTION_FLOATS = 6;

    static {
        Loader.load();
        Kernels.load();
    }

    private Postprocess() {}

    /**
     * Whether floats are fit to decode: none is NaN or positive infinity. Negative infinity is sound, as masked logits
     * hold it.
     *
     * @param values address of n floats
     * @param n number of values; none is sound
     * @return the level whose code ran, or -1 when a value is NaN or positive infinity
     */
    @Name("saccade_sound_floats")
    public static native int soundFloats(@Cast("const float*") long values, @Cast("int64_t") long n);

    /**
     * {@link #soundFloats} for IEEE 754 binary16.
     *
     * @param values address of n 16-bit floats
     * @param n number of values; none is sound
     * @return the level whose code ran, or -1 when a value is NaN or positive infinity
     */
    @Name("saccade_sound_halves")
    public static native int soundHalves(@Cast("const uint16_t*") long values, @Cast("int64_t") long n);

    /**
     * Whether every value lies in a range, ends included; NaN does not.
     *
     * @param values address of n floats
     * @param n number of values
     * @param lowest least value allowed
     * @param highest largest value allowed
     * @return the level whose code ran, or -1 when a value lies outside
     */
    @Name("saccade_within")
    public static native int within(@Cast("const float*") long values, int n, float lowest, float highest);

    /**
     * Numerically stable softmax over {@code n} values, within 1e-6 of the exact value. NaN gets 0; infinite values
     * share 1; all NaN gives all 0; what is below the normal numbers is 0.
     *
     * @param in address of n floats
     * @param out address of n floats, may equal in
     * @param n number of values, at least 1
     * @return the level whose code ran
     */
    @Name("saccade_softmax")
    public static native int softmax(@Cast("const float*") long in, @Cast("float*") long out, int n);

    /**
     * The k largest values, largest first, ties by lower index.
     *
     * @param in address of n floats
     * @param n number of values
     * @param k how many, at most n and at most 64
     * @param indices address of k ints
     * @param values address of k floats
     * @return how many were written (fewer than k only when values are NaN)
     */
    @Name("saccade_topk")
    public static native int topK(
            @Cast("const float*") long in, int n, int k, @Cast("int32_t*") long indices, @Cast("float*") long values);

    /**
     * Per-pixel argmax over class planes (NCHW); ties go to the lower class.
     *
     * @param planes address of {@code classes * pixels} floats
     * @param classes number of planes, 1..255
     * @param pixels values per plane
     * @param mask address of {@code pixels} bytes
     * @return the level whose code ran
     */
    @Name("saccade_argmax_planes")
    public static native int argmaxPlanes(
            @Cast("const float*") long planes, int classes, int pixels, @Cast("uint8_t*") long mask);

    /**
     * Per-pixel argmax over interleaved classes (NHWC); ties go to the lower class.
     *
     * @param values address of {@code pixels * classes} floats
     * @param classes number of values per pixel, 1..255
     * @param pixels number of pixels
     * @param mask address of {@code pixels} bytes
     * @return the level whose code ran
     */
    @Name("saccade_argmax_pixels")
    public static native int argmaxPixels(
            @Cast("const float*") long values, int classes, int pixels, @Cast("uint8_t*") long mask);

    /**
     * Thresholds one plane to 0 and 1.
     *
     * @param values address of {@code pixels} floats
     * @param pixels number of pixels
     * @param threshold 1 where the value is greater or equal; for logits pass {@code log(p / (1 - p))}
     * @param mask address of {@code pixels} bytes
     * @return the level whose code ran
     */
    @Name("saccade_threshold_mask")
    public static native int thresholdMask(
            @Cast("const float*") long values, int pixels, float threshold, @Cast("uint8_t*") long mask);

    /**
     * Per-pixel argmax of class planes (NCHW) that are brought to another size first: bilinear, pixel centres at halves,
     * edges repeated; ties go to the lower class. A value that is infinite makes NaN of those that it is mixed into. Of
     * the size that they have, they are taken as they are.
     *
     * @param planes address of {@code classes x height x width} floats
     * @param classes number of planes, 1..255
     * @param height rows of a plane
     * @param width columns of a plane
     * @param outHeight rows of the mask
     * @param outWidth columns of the mask
     * @param mask address of {@code outHeight x outWidth} bytes
     * @return the level whose code ran
     */
    @Name("saccade_argmax_planes_resized")
    public static native int argmaxPlanesResized(
            @Cast("const float*") long planes,
            int classes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            @Cast("uint8_t*") long mask);

    /**
     * As {@link #argmaxPlanesResized}, over interleaved classes (NHWC).
     *
     * @param values address of {@code height x width x classes} floats
     * @param classes number of values per pixel, 1..255
     * @param height rows of the scores
     * @param width columns of the scores
     * @param outHeight rows of the mask
     * @param outWidth columns of the mask
     * @param mask address of {@code outHeight x outWidth} bytes
     * @return the level whose code ran
     */
    @Name("saccade_argmax_pixels_resized")
    public static native int argmaxPixelsResized(
            @Cast("const float*") long values,
            int classes,
            int height,
            int width,
            int outHeight,
            int outWidth,
            @Cast("uint8_t*") long mask);

    /**
     * Thresholds one plane to 0 and 1, after it was brought to another size as by {@link #argmaxPlanesResized}.
     *
     * @param values address of {@code height x width} floats
     * @param height rows of the plane
     * @param width columns of the plane
     * @param outHeight rows of the mask
     * @param outWidth columns of the mask
     * @param threshold 1 where the value is greater or equal
     * @param mask address of {@code outHeight x outWidth} bytes
     * @return the level whose code ran
     */
    @Name("saccade_threshold_mask_resized")
    public static native int thresholdMaskResized(
            @Cast("const float*") long values,
            int height,
            int width,
            int outHeight,
            int outWidth,
            float threshold,
            @Cast("uint8_t*") long mask);

    /**
     * Counts pixels and bounds them per class.
     *
     * @param mask address of {@code width * height} bytes
     * @param width pixels per row
     * @param height rows
     * @param classes number of classes; mask values at or above are ignored
     * @param stats address of {@code classes * 5} ints: pixel count, x1, y1, x2, y2 (exclusive; 0 when none)
     * @return 0
     */
    @Name("saccade_mask_stats")
    public static native int maskStats(
            @Cast("const uint8_t*") long mask, int width, int height, int classes, @Cast("int32_t*") long stats);

    /**
     * CenterNet: 3x3 local maxima of the heat map, box from the distances to its edges, class-wise non-maximum
     * suppression (Zhou et al., Objects as Points, 2019).
     *
     * @param heat address of {@code classes x height x width} scores, sigmoid done
     * @param sizes address of {@code 4 x height x width} distances left, top, right, bottom in input pixels
     * @param classes number of classes
     * @param height rows of the heat map
     * @param width columns of the heat map
     * @param stride input pixels per cell
     * @param minScore lowest score that is kept
     * @param iou boxes of one class that overlap more than this are suppressed
     * @param rows address of {@code maxRows} detection rows
     * @param maxRows capacity, at most 4096
     * @return how many rows were written, highest score first
     */
    @Name("saccade_centernet")
    public static native int centernet(
            @Cast("const float*") long heat,
            @Cast("const float*") long sizes,
            int classes,
            int height,
            int width,
            float stride,
            float minScore,
            float iou,
            @Cast("float*") long rows,
            int maxRows);

    /**
     * YOLOv8: columns of centre x, centre y, width, height and class scores, then class-wise non-maximum
     * suppression.
     *
     * @param values address of {@code (4 + classes) x anchors} floats, or of its transpose
     * @param classes number of classes
     * @param anchors number of anchors
     * @param transposed 1 when the tensor is {@code anchors x (4 + classes)}
     * @param minScore lowest score that is kept
     * @param iou boxes of one class that overlap more than this are suppressed
     * @param rows address of {@code maxRows} detection rows
     * @param maxRows capacity, at most 4096
     * @return how many rows were written, highest score first
     */
    @Name("saccade_yolov8")
    public static native int yolov8(
            @Cast("const float*") long values,
            int classes,
            int anchors,
            int transposed,
            float minScore,
            float iou,
            @Cast("float*") long rows,
            int maxRows);

    /**
     * YOLOX: rows of centre x, centre y, width, height, objectness and class scores on the grids of the strides 8,
     * 16 and 32; box = (value + cell) * stride, exp(size) * stride unless already decoded; score = objectness x class
     * (Ge et al., YOLOX, 2021).
     *
     * @param values address of {@code anchors x (5 + classes)} floats
     * @param classes number of classes
     * @param inputWidth model input width, pixels
     * @param inputHeight model input height, pixels
     * @param decoded 1 when the graph already decoded the boxes to input pixels
     * @param minScore lowest score that is kept
     * @param iou boxes of one class that overlap more than this are suppressed
     * @param rows address of {@code maxRows} detection rows
     * @param maxRows capacity, at most 4096
     * @return how many rows were written, highest score first
     */
    @Name("saccade_yolox")
    public static native int yolox(
            @Cast("const float*") long values,
            int classes,
            int inputWidth,
            int inputHeight,
            int decoded,
            float minScore,
            float iou,
            @Cast("float*") long rows,
            int maxRows);

    /**
     * M-LSD line segments: local maxima of the centre map over a 5x5 window, displacement to both ends (Gu et al.,
     * Towards Light-weight and Real-time Line Segment Detection, 2021).
     *
     * @param centre address of {@code height x width} centre values
     * @param displacement address of {@code 4 x height x width} (planar) or {@code height x width x 4} offsets of
     *     start x, start y, end x, end y in cells
     * @param planar 1 when displacement is planar
     * @param height rows of the map
     * @param width columns of the map
     * @param logits 1 when the centre map still needs its sigmoid
     * @param stride input pixels per cell
     * @param minScore lowest score that is kept
     * @param minLength shortest segment that is kept, cells
     * @param rows address of {@code maxRows} rows of five floats: x1, y1, x2, y2 in input pixels, score
     * @param maxRows capacity, at most 4096
     * @return how many rows were written, highest score first
     */
    @Name("saccade_mlsd")
    public static native int mlsd(
            @Cast("const float*") long centre,
            @Cast("const float*") long displacement,
            int planar,
            int height,
            int width,
            int logits,
            float stride,
            float minScore,
            float minLength,
            @Cast("float*") long rows,
            int maxRows);
}
