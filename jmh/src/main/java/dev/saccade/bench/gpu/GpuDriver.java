package dev.saccade.bench.gpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** The CUDA driver as a C++ program uses it: see gpu_driver.h. Loads on any machine; {@link #open} needs a driver. */
@Platform(include = "gpu_driver.h")
@NoException
final class GpuDriver {
    static {
        Loader.load();
    }

    private GpuDriver() {}

    /** What the latest call that failed says. */
    @Name("gpu_driver_message")
    @Cast("const char*")
    static native String message();

    /** Whether this process holds a device's primary context: 1, 0, or -1. */
    @Name("gpu_driver_holds_context")
    static native int holdsContext(int device);

    /** Makes a device's primary context current in this thread; 0, or -1. */
    @Name("gpu_driver_open")
    static native int open(int device);

    @Name("gpu_driver_free_bytes")
    @Cast("int64_t")
    static native long freeBytes();

    @Name("gpu_driver_allocate")
    @Cast("int64_t")
    static native long allocate(@Cast("int64_t") long bytes);

    @Name("gpu_driver_release")
    static native void release(@Cast("int64_t") long at);

    @Name("gpu_driver_stream")
    @Cast("int64_t")
    static native long stream();

    @Name("gpu_driver_end")
    static native void end(@Cast("int64_t") long stream);

    /** Runs frames in C++ and writes each one's ns. */
    @Name("gpu_driver_graph_loop")
    static native int graphLoop(
            @Cast("int64_t") long stream,
            @Cast("int64_t") long graph,
            @Cast("int64_t") long event,
            @Cast("const int64_t*") long[] uploads,
            int copies,
            int count,
            @Cast("int64_t") long ns);

    /** Times copies within the device; writes microseconds as floats. */
    @Name("gpu_driver_time_copies")
    static native int timeCopies(
            @Cast("int64_t") long stream,
            @Cast("int64_t") long to,
            @Cast("int64_t") long from,
            @Cast("int64_t") long bytes,
            int count,
            @Cast("int64_t") long us);

    /** Keeps the whole device busy for some ns. */
    @Name("gpu_driver_hang")
    static native int hang(@Cast("int64_t") long stream, @Cast("int64_t") long ns);

    /** Breaks the context for good. */
    @Name("gpu_driver_poison")
    static native int poison(@Cast("int64_t") long stream);

    static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException(message());
        }
    }

    static long check(long handle) {
        if (handle == 0) {
            throw new IllegalStateException(message());
        }
        return handle;
    }
}
