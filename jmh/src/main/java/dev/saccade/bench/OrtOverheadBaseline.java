package dev.saccade.bench;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** The C caller of {@link OrtOverhead}: see ort_overhead_baseline.h. */
@Platform(include = "ort_overhead_baseline.h")
@NoException
final class OrtOverheadBaseline {
    static {
        Loader.load();
    }

    private OrtOverheadBaseline() {}

    @Name("ort_overhead_message")
    @Cast("const char*")
    static native String message();

    @Name("ort_overhead_attach")
    static native int attach(String library);

    @Name("ort_overhead_open")
    @Cast("int64_t")
    static native long open(String model);

    @Name("ort_overhead_close")
    static native void close(@Cast("int64_t") long handle);

    @Name("ort_overhead_bind")
    static native int bind(
            @Cast("int64_t") long handle,
            @Cast("bool") boolean out,
            String name,
            int type,
            @Cast("int64_t*") long[] shape,
            int rank,
            @Cast("int64_t") long bytes,
            @Cast("int64_t") long data);

    @Name("ort_overhead_buffer")
    @Cast("int64_t")
    static native long buffer(@Cast("int64_t") long handle, int i);

    @Name("ort_overhead_run")
    static native int run(@Cast("int64_t") long handle, int count, @Cast("int64_t") long ns);
}
