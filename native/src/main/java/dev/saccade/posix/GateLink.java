package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * A program's side of a gate process. Sends and receives of one gate come from one thread, neither block nor allocate,
 * and answer with the return codes of {@code dev.saccade.control.Actuator}; what tells a state, and {@link #rearm}, from
 * any thread. A status of the gate's own sending is told at the send after it.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class GateLink {
    /** {@link #join}: no gate holds the wire (-ECONNREFUSED). */
    public static final int NOBODY = -111;
    /** {@link #missing}: the gate may not use SCHED_FIFO. */
    public static final int NO_FIFO = 1;
    /** {@link #missing}: the gate may not lock its memory. */
    public static final int NO_MEMORY_LOCK = 2;

    static {
        Loader.load();
    }

    private GateLink() {}

    /**
     * Who holds a wire.
     *
     * @param address of {@link WireLink#address}
     * @return a process id; 0: no gate; below 0: a process of another user, or one that does not listen
     */
    @Name("saccade_gate_holder")
    public static native int holder(@Cast("int64_t") long address);

    /**
     * Joins the gate that holds a wire; waits for its answer, 2 s at most.
     *
     * @param address of {@link WireLink#address}; stays the caller's
     * @param periodNs of the safe plan when the gate sends it by itself
     * @param stallNs without any send before the gate goes safe; at least the period
     * @param graceNs from a command to the next send, where its validity is shorter
     * @param identity {@link WireLink#IDENTITY_BYTES} bytes
     * @param line {@link WireLink#LINE_BYTES} bytes, a line where it is refused
     * @return a handle for {@link #close}; {@link #NOBODY}; or another value below 0: refused
     */
    @Name("saccade_gate_join")
    @Cast("int64_t")
    public static native long join(
            @Cast("int64_t") long address,
            @Cast("int64_t") long periodNs,
            @Cast("int64_t") long stallNs,
            @Cast("int64_t") long graceNs,
            @Cast("const void*") long identity,
            @Cast("void*") long line);

    /**
     * Hands the safe plan over and waits until the gate has it, 2 s at most.
     *
     * @param gate of {@link #join}
     * @param plan as {@link WireLink#plan}
     * @param length its bytes
     * @return 0, or {@code -EINVAL}: refused, or no answer
     */
    @Name("saccade_gate_plan")
    public static native int plan(@Cast("int64_t") long gate, @Cast("const void*") long plan, int length);

    /**
     * As {@link WireLink#choose}, from here on, whether the gate is safe or not; the sending thread.
     *
     * @param gate of {@link #join}
     * @param plan its index
     */
    @Name("saccade_gate_choose")
    public static native void choose(@Cast("int64_t") long gate, int plan);

    /**
     * As {@link WireLink#send}, by the gate.
     *
     * @param gate of {@link #join}
     * @param batch messages; copied
     * @param length bytes of them
     * @param validUntilNs monotonic
     * @return a return code; latched (4): the gate is safe, or gone
     */
    @Name("saccade_gate_send")
    public static native int send(
            @Cast("int64_t") long gate,
            @Cast("const void*") long batch,
            int length,
            @Cast("int64_t") long validUntilNs);

    /**
     * As {@link WireLink#sendSafe}, by the gate; by this process when the gate is gone.
     *
     * @param gate of {@link #join}
     * @param instead messages, or 0; copied
     * @param length bytes of them, or 0
     * @return a return code; sent while the gate is safe, since it sends by itself
     */
    @Name("saccade_gate_send_safe")
    public static native int sendSafe(@Cast("int64_t") long gate, @Cast("const void*") long instead, int length);

    /**
     * As {@link WireLink#receive}.
     *
     * @param gate of {@link #join}
     * @param to where to put it
     * @param capacity bytes there
     * @return bytes; 0: none; -errno: broken
     */
    @Name("saccade_gate_receive")
    public static native int receive(@Cast("int64_t") long gate, @Cast("void*") long to, int capacity);

    /**
     * Takes the gate's present epoch, and lets it take commands again.
     *
     * @param gate of {@link #join}
     */
    @Name("saccade_gate_rearm")
    public static native void rearm(@Cast("int64_t") long gate);

    /**
     * The gate's process.
     *
     * @param gate of {@link #join}
     * @return its id
     */
    @Name("saccade_gate_pid")
    public static native int pid(@Cast("int64_t") long gate);

    /**
     * What the system does not permit the gate.
     *
     * @param gate of {@link #join}
     * @return {@link #NO_FIFO}, {@link #NO_MEMORY_LOCK}, both or 0
     */
    @Name("saccade_gate_missing")
    public static native int missing(@Cast("int64_t") long gate);

    /**
     * Whether the gate was safe when it was joined.
     *
     * @param gate of {@link #join}
     * @return whether commands need {@link #rearm} first
     */
    @Name("saccade_gate_was_latched")
    @Cast("bool")
    public static native boolean wasLatched(@Cast("int64_t") long gate);

    /**
     * Whether commands are refused.
     *
     * @param gate of {@link #join}
     * @return whether the gate is safe or gone
     */
    @Name("saccade_gate_is_latched")
    @Cast("bool")
    public static native boolean isLatched(@Cast("int64_t") long gate);

    /**
     * Says that nothing is to be sent and that the program is well; the sending thread.
     *
     * @param gate of {@link #join}
     */
    @Name("saccade_gate_alive")
    public static native void alive(@Cast("int64_t") long gate);

    /**
     * Whether the gate lives but took nothing at the latest send.
     *
     * @param gate of {@link #join}
     * @return whether it is stopped or starved
     */
    @Name("saccade_gate_blocked")
    @Cast("bool")
    public static native boolean isBlocked(@Cast("int64_t") long gate);

    /**
     * Whether the gate has ended; found out at a send.
     *
     * @param gate of {@link #join}
     * @return whether this process sends the safe plan, and nothing else
     */
    @Name("saccade_gate_is_gone")
    @Cast("bool")
    public static native boolean isGone(@Cast("int64_t") long gate);

    /**
     * Why the gate is safe.
     *
     * @param gate of {@link #join}
     * @return 0: it is not; 1: the latest command expired; 2: the program stalled; 3: the program was gone
     */
    @Name("saccade_gate_reason")
    public static native int reason(@Cast("int64_t") long gate);

    /**
     * What failed or refused last.
     *
     * @param gate of {@link #join}
     * @return its errno, 0 when nothing did
     */
    @Name("saccade_gate_error")
    public static native int error(@Cast("int64_t") long gate);

    /**
     * The memory shared with the gate, for a test that writes garbage into it.
     *
     * @param gate of {@link #join}
     * @return its address
     */
    @Name("saccade_gate_memory")
    @Cast("int64_t")
    public static native long memory(@Cast("int64_t") long gate);

    /** @return bytes at {@link #memory} */
    @Name("saccade_gate_memory_bytes")
    public static native int memoryBytes();

    /**
     * Frees the handle without a word: the gate takes it for the program's death.
     *
     * @param gate of {@link #join}
     */
    @Name("saccade_gate_leave")
    public static native void leave(@Cast("int64_t") long gate);

    /**
     * Ends in order and frees the handle: the gate makes sure that the last command is safe, and goes when it was brought
     * for this program; waits for that, 2 s at most.
     *
     * @param gate of {@link #join}
     */
    @Name("saccade_gate_close")
    public static native void close(@Cast("int64_t") long gate);
}
