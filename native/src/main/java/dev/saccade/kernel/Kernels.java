package dev.saccade.kernel;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Which instruction-set level the kernels run at. Levels are 2, 3 and 4 for x86-64-v2, -v3 and -v4 (x86-64 psABI),
 * and 1 for arm64. The best level of this processor is chosen when the library loads; the system property
 * {@code saccade.kernels.level} or {@link #force} overrides it.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class Kernels {
    static {
        Loader.load();
        Integer wanted = Integer.getInteger("saccade.kernels.level");
        if (wanted != null && force(wanted) != wanted) {
            throw new IllegalArgumentException("saccade.kernels.level=" + wanted
                    + ": this processor supports levels up to " + supported() + "; remove the property");
        }
    }

    private Kernels() {}

    /** Loads the library and applies the system property; other classes call it before their first native call. */
    static void load() {}

    /** @return the level in force */
    @Name("saccade_level")
    public static native int level();

    /** @return the highest level that this processor supports */
    @Name("saccade_supported_level")
    public static native int supported();

    /**
     * Forces a level for every kernel of this process. For tests and benchmarks; not while a kernel runs.
     *
     * @param level 2, 3 or 4 on x86-64
     * @return the level now in force: the old one when the processor or this build lacks the wanted one
     */
    @Name("saccade_force_level")
    public static native int force(int level);

    /**
     * Which code last ran a kernel, as that code itself recorded it.
     *
     * @param kernel name of its method in {@link Postprocess}, or {@code preprocess}
     * @return the level; 0 when it has not run in this process; -1 when there is no such kernel
     */
    @Name("saccade_level_of")
    public static native int levelOf(String kernel);

    /**
     * A plain copy, the bandwidth floor in benchmarks.
     *
     * @param dst destination address
     * @param src source address
     * @param bytes how many
     */
    @Name("saccade_copy")
    public static native void copy(@Cast("void*") long dst, @Cast("const void*") long src, @Cast("int64_t") long bytes);

    /**
     * Writes a range back to memory and out of every cache, so that a benchmark starts cold.
     *
     * @param address where it begins
     * @param bytes how many
     */
    @Name("saccade_evict")
    public static native void evict(@Cast("const void*") long address, @Cast("int64_t") long bytes);

    /**
     * Compares two pictures of one plane up to the first byte in which they differ.
     *
     * @param a first row of one
     * @param strideA bytes from row to row of it
     * @param b first row of the other
     * @param strideB bytes from row to row of it
     * @param rowBytes bytes of a row that count
     * @param rows number of rows
     * @return 1 when they are the same, 0 otherwise
     */
    @Name("saccade_rows_equal")
    public static native int rowsEqual(
            @Cast("const void*") long a, int strideA, @Cast("const void*") long b, int strideB, int rowBytes, int rows);
}
