package dev.saccade.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.MemberSetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * What one preprocess plan does: source geometry and pixel format, where the resized image lies in the
 * destination tensor, and how a pixel becomes a tensor value ({@code value = pixel * scale[c] + bias[c]}, pixel
 * 0..255, channel order as in the destination).
 *
 * <p>Native struct {@code saccade_preprocess_spec}; fill at start-up, pass to {@link Preprocess#create}, close.
 * Not thread-safe.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@Name("saccade_preprocess_spec")
@NoException
public class PreprocessSpec extends Pointer {
    static {
        Loader.load();
        Kernels.load();
    }

    /** Allocates a zeroed spec, owned by the caller. */
    public PreprocessSpec() {
        super((Pointer) null);
        allocate();
    }

    private native void allocate();

    /** @param v source pixel format, a {@code FORMAT_*} constant of {@link Preprocess}
     * @return this */
    @MemberSetter
    public native PreprocessSpec format(int v);

    /** @param v 601 or 709, the matrix of a YUV source (ITU-R BT.601, BT.709)
     * @return this */
    @MemberSetter
    public native PreprocessSpec matrix(int v);

    /** @param v 1 when a YUV source uses 0..255, 0 when it uses 16..235
     * @return this */
    @MemberSetter
    public native PreprocessSpec fullRange(int v);

    /** @param v source width, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec srcWidth(int v);

    /** @param v source height, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec srcHeight(int v);

    /** @param v left edge of the source region that is read, pixels (even for YUV)
     * @return this */
    @MemberSetter
    public native PreprocessSpec cropX(int v);

    /** @param v top edge of the source region that is read, pixels (even for 4:2:0)
     * @return this */
    @MemberSetter
    public native PreprocessSpec cropY(int v);

    /** @param v width of the source region that is read, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec cropWidth(int v);

    /** @param v height of the source region that is read, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec cropHeight(int v);

    /** @param v destination width, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec dstWidth(int v);

    /** @param v destination height, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec dstHeight(int v);

    /** @param v left edge of the image in the destination, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec placeX(int v);

    /** @param v top edge of the image in the destination, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec placeY(int v);

    /** @param v width of the image in the destination, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec placeWidth(int v);

    /** @param v height of the image in the destination, pixels
     * @return this */
    @MemberSetter
    public native PreprocessSpec placeHeight(int v);

    /** @param v destination channels: 1 (grey: 0.299 red + 0.587 green + 0.114 blue, or the luma of a YUV source
     *     spread to 0..255), 3, or 4 (the fourth is constant, {@code bias[3]})
     * @return this */
    @MemberSetter
    public native PreprocessSpec channels(int v);

    /** @param v 1 when the destination's first channel is blue, 0 when it is red
     * @return this */
    @MemberSetter
    public native PreprocessSpec bgr(int v);

    /** @param v {@link Preprocess#LAYOUT_NCHW} or {@link Preprocess#LAYOUT_NHWC}
     * @return this */
    @MemberSetter
    public native PreprocessSpec layout(int v);

    /** @param v {@link Preprocess#TYPE_FLOAT32}, {@link Preprocess#TYPE_FLOAT16} or {@link Preprocess#TYPE_UINT8}
     * @return this */
    @MemberSetter
    public native PreprocessSpec type(int v);

    /** @param v pad value before scale and bias, 0..255
     * @return this */
    @MemberSetter
    public native PreprocessSpec pad(float v);

    /** @param c destination channel, 0..3
     * @param v factor of that channel
     * @return this */
    @MemberSetter
    public native PreprocessSpec scale(int c, float v);

    /** @param c destination channel, 0..3
     * @param v offset of that channel, added after the factor
     * @return this */
    @MemberSetter
    public native PreprocessSpec bias(int c, float v);

    /** @param v 0, or the address of a place in the frame for each pixel of the image, row by row, read by {@code create}
     *     alone: two uint32, the column ({@code first << 16 | weight of the next one, 0..16383}) and the row ({@code
     *     first << 16 | weight, 0..255}); a column of 0xffffffff is padding. The source region is then the whole frame
     * @return this */
    @MemberSetter
    public native PreprocessSpec places(@Cast("int64_t") long v);
}
