package dev.saccade.gpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.MemberSetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * What a decoder program does: the arguments of the method of {@link dev.saccade.kernel.Postprocess} with its name, and
 * which tensors hold them. Native struct {@code saccade_gpu_decoder_spec}; fields that a kind does not use stay 0. Not
 * thread-safe.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_gpu.h"},
        library = "jniSaccade")
@Name("saccade_gpu_decoder_spec")
@NoException
public class GpuDecoderSpec extends Pointer {
    /** Probabilities to the best classes. Outputs: scores. */
    public static final int KIND_SOFTMAX = 0;
    /** Scores through a softmax to the best classes. Outputs: scores. */
    public static final int KIND_LOGITS = 1;
    /** Peaks to boxes. Outputs: heat map, sizes. */
    public static final int KIND_CENTERNET = 2;
    /** Anchor-free grid with objectness. Outputs: one. */
    public static final int KIND_YOLOX = 3;
    /** Columns or rows of boxes and class scores. Outputs: one. */
    public static final int KIND_YOLOV8 = 4;
    /** Best class of each pixel, from planes. Outputs: scores. */
    public static final int KIND_ARGMAX_PLANES = 5;
    /** Best class of each pixel, from pixels. Outputs: scores. */
    public static final int KIND_ARGMAX_PIXELS = 6;
    /** Foreground where a plane reaches the threshold. Outputs: the plane. */
    public static final int KIND_THRESHOLD = 7;
    /** Line segments. Outputs: centre map, displacements. */
    public static final int KIND_MLSD = 8;

    static {
        Loader.load();
    }

    /** Allocates a zeroed spec, owned by the caller. */
    public GpuDecoderSpec() {
        super((Pointer) null);
        allocate();
    }

    private native void allocate();

    /** @param i output, 0..3
     * @param v its type, {@link dev.saccade.kernel.Preprocess#TYPE_FLOAT32} or {@code TYPE_FLOAT16}
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec types(int i, int v);

    /** @param i output, 0..3
     * @param v its elements
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec elements(int i, @Cast("int64_t") long v);

    /** @param v a {@code KIND_*} constant
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec kind(int v);

    /** @param v engine outputs that are read, in the order of the bindings, 1..4
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec outputs(int v);

    /** @param v number of classes
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec classes(int v);

    /** @param v rows of the map, or of the mask that the network gives
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec height(int v);

    /** @param v columns of it
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec width(int v);

    /** @param v rows of a YOLOv8 head
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec anchors(int v);

    /** @param v 1 when a YOLOv8 head has one row per anchor
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec transposed(int v);

    /** @param v 1 when a YOLOX head gives boxes in pixels
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec decoded(int v);

    /** @param v width of the network's input, pixels
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec inputWidth(int v);

    /** @param v height of the network's input, pixels
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec inputHeight(int v);

    /** @param v 1 when M-LSD's centre map still needs its sigmoid
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec logits(int v);

    /** @param v 1 when M-LSD's displacements are planes
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec planar(int v);

    /** @param v classes that are wanted
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec top(int v);

    /** @param v boxes or lines that are wanted at most
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec maxRows(int v);

    /** @param v rows of the mask that is made; 0: as the network gives it
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec outHeight(int v);

    /** @param v columns of the mask that is made; 0: as the network gives it
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec outWidth(int v);

    /** @param v input pixels per cell of the map
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec stride(float v);

    /** @param v least score, 0..1
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec minScore(float v);

    /** @param v overlap above which the worse of two boxes of one class is dropped
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec iou(float v);

    /** @param v least length of a line, cells
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec minLength(float v);

    /** @param v least value of the foreground
     * @return this */
    @MemberSetter
    public native GpuDecoderSpec threshold(float v);
}
