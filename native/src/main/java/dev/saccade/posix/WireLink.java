package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * A socket or serial line opened by this process, and what leaves through it: the code that the gate process runs too.
 * Handles are the caller's to free. Sends and receives of one wire come from one thread, neither block nor allocate, and
 * answer with the return codes of {@code dev.saccade.control.Actuator}: 0 sent, 1 dropped, 2 refused, 3 failed.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class WireLink {
    /** Bytes of an error line's buffer. */
    public static final int LINE_BYTES = 256;
    /** Bytes of an identity: system, component, is signed, link (a byte each), 32 of the key, 4 of 0, timestamp (u64). */
    public static final int IDENTITY_BYTES = 48;
    /** Most bytes of a safe plan. */
    public static final int PLAN_BYTES = 32768;
    /** Most bytes of one send, heads included. */
    public static final int BATCH_BYTES = 4096;
    /** As a time: read CLOCK_MONOTONIC right before the bytes leave. */
    public static final long CLOCK = Long.MIN_VALUE;

    static {
        Loader.load();
    }

    private WireLink() {}

    /**
     * Reads an address and resolves its names; may take seconds.
     *
     * @param uri {@code udp://HOST:PORT[?bind=PORT]} or {@code serial:DEVICE[?baud=N]}
     * @param line {@link #LINE_BYTES} bytes, a line with the remedy when it is refused
     * @return a handle for {@link #freeAddress}, or 0
     */
    @Name("saccade_wire_address")
    @Cast("int64_t")
    public static native long address(String uri, @Cast("void*") long line);

    /**
     * What is at the other end, names resolved, options left out.
     *
     * @param address of {@link #address}
     * @return the key; two addresses of one key are one wire
     */
    @Name("saccade_wire_key")
    @Cast("const char*")
    public static native String key(@Cast("int64_t") long address);

    /**
     * The whole address with names resolved.
     *
     * @param address of {@link #address}
     * @return text that reads back as this address
     */
    @Name("saccade_wire_text")
    @Cast("const char*")
    public static native String text(@Cast("int64_t") long address);

    /**
     * Tells a serial line from a socket.
     *
     * @param address of {@link #address}
     * @return whether it is a serial line
     */
    @Name("saccade_wire_is_serial")
    @Cast("bool")
    public static native boolean isSerial(@Cast("int64_t") long address);

    /**
     * Frees an address.
     *
     * @param address of {@link #address}
     */
    @Name("saccade_wire_address_free")
    public static native void freeAddress(@Cast("int64_t") long address);

    /**
     * Opens a wire.
     *
     * @param address of {@link #address}; stays the caller's
     * @return a handle for {@link #close}, or -errno ({@code -EBUSY}: a serial line that another wire has)
     */
    @Name("saccade_wire_open")
    @Cast("int64_t")
    public static native long open(@Cast("int64_t") long address);

    /**
     * Says who sends, for framed messages.
     *
     * @param wire of {@link #open}
     * @param identity {@link #IDENTITY_BYTES} bytes
     */
    @Name("saccade_wire_identity")
    public static native void identity(@Cast("int64_t") long wire, @Cast("const void*") long identity);

    /**
     * Sets the safe plan: u32 number of phases, u32 the plan's index, 0 to 3; each phase: i64 length in ns, i64 interval in ns, u32 bytes of its
     * messages, u32 0, the messages, zeros up to a multiple of 8. Little endian; at most 8 phases.
     *
     * @param wire of {@link #open}
     * @param plan the bytes; a copy is kept
     * @param length how many
     * @return 0, or {@code -EINVAL}: malformed, and nothing has changed
     */
    @Name("saccade_wire_plan")
    public static native int plan(@Cast("int64_t") long wire, @Cast("const void*") long plan, int length);

    /**
     * Takes another safe plan from here on, from its first phase; nothing when it is in force already, or was never set.
     *
     * @param wire of {@link #open}
     * @param plan its index
     */
    @Name("saccade_wire_choose")
    public static native void choose(@Cast("int64_t") long wire, int plan);

    /**
     * Sends a command's messages.
     *
     * @param wire of {@link #open}
     * @param batch as a {@code MessageBatch} lays them out
     * @param length bytes of the batch
     * @param validUntilNs monotonic; later it is dropped
     * @param nowNs monotonic, or {@link #CLOCK}
     * @return a return code
     */
    @Name("saccade_wire_send")
    public static native int send(
            @Cast("int64_t") long wire,
            @Cast("const void*") long batch,
            int length,
            @Cast("int64_t") long validUntilNs,
            @Cast("int64_t") long nowNs);

    /**
     * Carries out the safe plan.
     *
     * @param wire of {@link #open}
     * @param instead messages to send instead of the plan's, or 0
     * @param length bytes of them, or 0
     * @param nowNs monotonic, or {@link #CLOCK}
     * @return a return code; failed without a plan
     */
    @Name("saccade_wire_send_safe")
    public static native int sendSafe(
            @Cast("int64_t") long wire, @Cast("const void*") long instead, int length, @Cast("int64_t") long nowNs);

    /**
     * Takes what the vehicle sent.
     *
     * @param wire of {@link #open}
     * @param to where to put it
     * @param capacity bytes there
     * @return bytes of a datagram or of the line; 0: none; -errno: broken
     */
    @Name("saccade_wire_receive")
    public static native int receive(@Cast("int64_t") long wire, @Cast("void*") long to, int capacity);

    /**
     * What failed or refused last.
     *
     * @param wire of {@link #open}
     * @return its errno, 0 when nothing did
     */
    @Name("saccade_wire_error")
    public static native int error(@Cast("int64_t") long wire);

    /**
     * Counts what came too late.
     *
     * @param wire of {@link #open}
     * @return sends that were dropped because their time was over
     */
    @Name("saccade_wire_expired")
    @Cast("int64_t")
    public static native long expired(@Cast("int64_t") long wire);

    /**
     * Closes and frees a wire.
     *
     * @param wire of {@link #open}
     */
    @Name("saccade_wire_close")
    public static native void close(@Cast("int64_t") long wire);

    /**
     * The C library's words for an error.
     *
     * @param errno positive
     * @return the text
     */
    @Name("saccade_error_text")
    @Cast("const char*")
    public static native String errorText(int errno);

    /**
     * Makes a pseudo-terminal, whose slave stands for a serial line where there is none.
     *
     * @param path {@link #LINE_BYTES} bytes, the slave's path
     * @return a wire at the master's end, a handle for {@link #close}, or -errno
     */
    @Name("saccade_wire_pty")
    @Cast("int64_t")
    public static native long pseudoTerminal(@Cast("void*") long path);
}
