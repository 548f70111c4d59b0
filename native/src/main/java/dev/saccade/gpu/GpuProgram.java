package dev.saccade.gpu;

import dev.saccade.kernel.PreprocessSpec;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Kernel launches over one block of device memory, made without a device. Who has one allocates {@link #blockBytes},
 * lets {@link #image} fill in the addresses, uploads that image to the beginning of the block, and launches each
 * {@link #launchAt} in order, with the address of its parameters as its only argument. All methods are for start-up.
 *
 * <p>A program is an address, owned by its maker until {@link #destroy}; immutable, safe for any thread. The bindings are
 * device addresses:
 *
 * <ul>
 *   <li>preprocess: the frame's description ({@link #FRAME_BYTES}: three plane addresses as 64-bit words, three strides
 *       as 32-bit words, written before each launch), the input tensor, the result (stamped only; may be 0)
 *   <li>decoder: the outputs that it reads in the spec's order, the result
 * </ul>
 *
 * <p>A result begins with {@link #RESULT_HEADER} bytes: the device's clock in ns when preprocess began and ended and when
 * decoding began and ended (four 64-bit words), then fault and count (32-bit): fault 0, or 1 + the index of the first
 * output with NaN or positive infinity, or {@link #NO_PROBABILITIES}. Of a faulty result count is 0 and the payload means
 * nothing. The payload follows: boxes as rows of six floats (edges in pixels of the model's input, score, class), lines as
 * rows of five, classes as {@code top} 32-bit indices and {@code top} floats, masks as five 32-bit words of statistics per
 * class, padded to 64 bytes, and one byte per pixel; a mask's count is that of its classes.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_gpu.h"},
        library = "jniSaccade")
@NoException
public final class GpuProgram {
    /** Bytes of the frame's description. */
    public static final int FRAME_BYTES = 40;
    /** Bytes before a result's payload. */
    public static final int RESULT_HEADER = 64;
    /** Where the fault lies in a result. */
    public static final int RESULT_FAULT = 32;
    /** Where the count lies in a result. */
    public static final int RESULT_COUNT = 36;
    /** Fault of a classifier whose values should be probabilities and are none. */
    public static final int NO_PROBABILITIES = -1;

    static {
        Loader.load();
    }

    private GpuProgram() {}

    /**
     * Makes the program that {@link dev.saccade.kernel.Preprocess} runs on the CPU: the same bits.
     *
     * @param spec as for the CPU
     * @return the program; 0 when the geometry is refused
     */
    @Name("saccade_gpu_preprocess")
    @Cast("int64_t")
    public static native long preprocess(PreprocessSpec spec);

    /**
     * Makes the program that checks an engine's outputs and decodes them: the same bits as
     * {@link dev.saccade.kernel.Postprocess}.
     *
     * @param spec what to decode
     * @return the program; 0 when the spec is refused
     */
    @Name("saccade_gpu_decoder")
    @Cast("int64_t")
    public static native long decoder(GpuDecoderSpec spec);

    /**
     * Frees a program.
     *
     * @param program may be 0
     */
    @Name("saccade_gpu_destroy")
    public static native void destroy(@Cast("int64_t") long program);

    /**
     * How many launches it has.
     *
     * @param program not 0
     * @return the count
     */
    @Name("saccade_gpu_launches")
    public static native int launches(@Cast("int64_t") long program);

    /**
     * Reads one launch.
     *
     * @param program not 0
     * @param i 0..launches-1
     * @param launch receives it
     * @return 0, or -1 when there is no such launch
     */
    @Name("saccade_gpu_launch_at")
    public static native int launchAt(@Cast("int64_t") long program, int i, GpuLaunch launch);

    /**
     * Device memory that it needs.
     *
     * @param program not 0
     * @return bytes: the image, then scratch
     */
    @Name("saccade_gpu_block_bytes")
    @Cast("int64_t")
    public static native long blockBytes(@Cast("int64_t") long program);

    /**
     * What is uploaded to the beginning of the block.
     *
     * @param program not 0
     * @return bytes
     */
    @Name("saccade_gpu_image_bytes")
    @Cast("int64_t")
    public static native long imageBytes(@Cast("int64_t") long program);

    /**
     * How many addresses it is bound to.
     *
     * @param program not 0
     * @return the count
     */
    @Name("saccade_gpu_bindings")
    public static native int bindings(@Cast("int64_t") long program);

    /**
     * Writes the image for one place.
     *
     * @param program not 0
     * @param base device address of the block, on a boundary of 256
     * @param bindings host address of as many 64-bit device addresses as there are {@link #bindings}
     * @param image host address of {@link #imageBytes} bytes, written
     * @return 0
     */
    @Name("saccade_gpu_image")
    public static native int image(
            @Cast("int64_t") long program,
            @Cast("int64_t") long base,
            @Cast("const int64_t*") long bindings,
            @Cast("void*") long image);

    /**
     * Whether a preprocess program can read a frame: the planes that its format has are there, and rows fit their
     * strides. A launch over a description that is not accepted reads out of bounds.
     *
     * @param program not 0
     * @param frame host address of the frame's description, {@link #FRAME_BYTES}
     * @return 1 or 0
     */
    @Name("saccade_gpu_accepts")
    public static native int accepts(@Cast("int64_t") long program, @Cast("const void*") long frame);

    /**
     * What a preprocess program cannot do without moving: the source rows that it weighs and the tensor, each once.
     * Divided by the memory's bandwidth, the floor of its time.
     *
     * @param program not 0
     * @return bytes; 0 for a decoder
     */
    @Name("saccade_gpu_traffic_bytes")
    @Cast("int64_t")
    public static native long trafficBytes(@Cast("int64_t") long program);

    /**
     * Size of the result that a decoder leaves.
     *
     * @param program not 0
     * @return bytes, header included; 0 for preprocess
     */
    @Name("saccade_gpu_result_bytes")
    @Cast("int64_t")
    public static native long resultBytes(@Cast("int64_t") long program);
}
