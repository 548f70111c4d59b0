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
@Platform(include = "saccade_kernels.h", link = "saccade_kernels")
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
     * A plain copy, the bandwidth floor in benchmarks.
     *
     * @param dst destination address
     * @param src source address
     * @param bytes how many
     */
    @Name("saccade_copy")
    public static native void copy(@Cast("int64_t") long dst, @Cast("int64_t") long src, @Cast("int64_t") long bytes);
}
