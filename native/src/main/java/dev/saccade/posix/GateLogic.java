package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The gate's decisions in this process, over a wire of {@link WireLink}, with time as an argument: for tests on a manual
 * clock. One thread. The gate process runs the same code.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class GateLogic {
    static {
        Loader.load();
    }

    private GateLogic() {}

    /**
     * Makes one in epoch 1, armed.
     *
     * @param wire of {@link WireLink#open}; outlives it
     * @param periodNs as {@link GateLink#join}
     * @param stallNs as {@link GateLink#join}
     * @param graceNs as {@link GateLink#join}
     * @return a handle for {@link #free}
     */
    @Name("saccade_supervisor_new")
    @Cast("int64_t")
    public static native long open(
            @Cast("int64_t") long wire,
            @Cast("int64_t") long periodNs,
            @Cast("int64_t") long stallNs,
            @Cast("int64_t") long graceNs);

    /**
     * A slot arrives.
     *
     * @param logic of {@link #open}
     * @param epoch that the program believes in
     * @param safe whether it is the safe command
     * @param batch messages, or 0
     * @param length bytes of them
     * @param validUntilNs of a command
     * @param nowNs monotonic
     * @return a return code; latched (4) when it is refused
     */
    @Name("saccade_supervisor_take")
    public static native int take(
            @Cast("int64_t") long logic,
            int epoch,
            @Cast("bool") boolean safe,
            @Cast("const void*") long batch,
            int length,
            @Cast("int64_t") long validUntilNs,
            @Cast("int64_t") long nowNs);

    /**
     * Time passes: bounds are looked at, and the safe plan is sent where it is due.
     *
     * @param logic of {@link #open}
     * @param nowNs monotonic
     */
    @Name("saccade_supervisor_advance")
    public static native void advance(@Cast("int64_t") long logic, @Cast("int64_t") long nowNs);

    /**
     * The program is gone.
     *
     * @param logic of {@link #open}
     * @param nowNs monotonic
     */
    @Name("saccade_supervisor_lose")
    public static native void lose(@Cast("int64_t") long logic, @Cast("int64_t") long nowNs);

    /**
     * Lets commands pass again.
     *
     * @param logic of {@link #open}
     * @param epoch nothing happens unless it is the present one
     * @param nowNs monotonic
     */
    @Name("saccade_supervisor_rearm")
    public static native void rearm(@Cast("int64_t") long logic, int epoch, @Cast("int64_t") long nowNs);

    /**
     * The present epoch.
     *
     * @param logic of {@link #open}
     * @return it
     */
    @Name("saccade_supervisor_epoch")
    public static native int epoch(@Cast("int64_t") long logic);

    /**
     * Whether it is safe.
     *
     * @param logic of {@link #open}
     * @return whether commands are refused
     */
    @Name("saccade_supervisor_is_latched")
    @Cast("bool")
    public static native boolean isLatched(@Cast("int64_t") long logic);

    /**
     * Why it is safe.
     *
     * @param logic of {@link #open}
     * @return as {@link GateLink#reason}
     */
    @Name("saccade_supervisor_reason")
    public static native int reason(@Cast("int64_t") long logic);

    /**
     * When {@link #advance} has something to do.
     *
     * @param logic of {@link #open}
     * @return monotonic ns; {@link Long#MAX_VALUE}: not before the next slot
     */
    @Name("saccade_supervisor_due")
    @Cast("int64_t")
    public static native long due(@Cast("int64_t") long logic);

    /**
     * Frees it.
     *
     * @param logic of {@link #open}
     */
    @Name("saccade_supervisor_free")
    public static native void free(@Cast("int64_t") long logic);
}
