package dev.saccade.internal.onnxruntime;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * ONNX Runtime sessions, each known by a handle. Calls that return a status give 0, or 1 with the reason in
 * {@link #message}. {@code out} is 0 for inputs and 1 for outputs. A handle is used by one thread at a time.
 *
 * <p>The preset's own classes would load DNNL and OpenCL and search for CUDA before the first call; these reach the same
 * library's C API directly.
 */
@Platform(include = "saccade_ort.h")
@NoException
final class Ort {
    /** {@code ORT_DISABLE_ALL}. */
    static final int LEVEL_NONE = 0;
    /** {@code ORT_ENABLE_ALL}. */
    static final int LEVEL_ALL = 99;

    static {
        Loader.load();
    }

    private Ort() {}

    /** Loads libonnxruntime from a file; empty text on success. */
    @Name("saccade_ort_open")
    @Cast("const char*")
    static native String open(String path);

    @Name("saccade_ort_version")
    @Cast("const char*")
    static native String version();

    /** A new handle; freed by {@link #free}. */
    @Name("saccade_ort_new")
    @Cast("int64_t")
    static native long create();

    @Name("saccade_ort_free")
    static native void free(@Cast("int64_t") long handle);

    @Name("saccade_ort_message")
    @Cast("const char*")
    static native String message(@Cast("int64_t") long handle);

    @Name("saccade_ort_options")
    static native int options(@Cast("int64_t") long handle, int threads, int level);

    @Name("saccade_ort_config")
    static native int config(@Cast("int64_t") long handle, String key, String value);

    @Name("saccade_ort_fix_dimension")
    static native int fixDimension(@Cast("int64_t") long handle, String symbol, @Cast("int64_t") long size);

    @Name("saccade_ort_save_to")
    static native int saveTo(@Cast("int64_t") long handle, String path);

    /** Every run is recorded; the file, whose name begins with the prefix, is whole when the handle is freed. */
    @Name("saccade_ort_profile_to")
    static native int profileTo(@Cast("int64_t") long handle, String prefix);

    @Name("saccade_ort_load")
    static native int load(@Cast("int64_t") long handle, String path);

    @Name("saccade_ort_load_bytes")
    static native int loadBytes(
            @Cast("int64_t") long handle, @Cast("int64_t") long address, @Cast("int64_t") long bytes);

    @Name("saccade_ort_count")
    static native int count(@Cast("int64_t") long handle, int out);

    @Name("saccade_ort_name")
    @Cast("const char*")
    static native String name(@Cast("int64_t") long handle, int out, int i);

    /** ONNXTensorElementDataType; 0 for what is not a tensor. */
    @Name("saccade_ort_type")
    static native int type(@Cast("int64_t") long handle, int out, int i);

    @Name("saccade_ort_rank")
    static native int rank(@Cast("int64_t") long handle, int out, int i);

    /** Declared size, -1 when open; of a dynamic output, the size after the latest run. */
    @Name("saccade_ort_dim")
    @Cast("int64_t")
    static native long dim(@Cast("int64_t") long handle, int out, int i, int d);

    /** Name of an open dimension; empty when it has none. */
    @Name("saccade_ort_symbol")
    @Cast("const char*")
    static native String symbol(@Cast("int64_t") long handle, int out, int i, int d);

    /** Binds to a zeroed, 64-byte aligned buffer that lives as long as the handle. */
    @Name("saccade_ort_bind")
    static native int bind(
            @Cast("int64_t") long handle, int out, int i, @Cast("int64_t*") long[] shape, @Cast("int64_t") long bytes);

    @Name("saccade_ort_bind_dynamic")
    static native int bindDynamic(@Cast("int64_t") long handle, int i);

    @Name("saccade_ort_address")
    @Cast("int64_t")
    static native long address(@Cast("int64_t") long handle, int out, int i);

    @Name("saccade_ort_run")
    static native int run(@Cast("int64_t") long handle);
}
