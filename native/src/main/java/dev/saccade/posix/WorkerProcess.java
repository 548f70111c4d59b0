package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * A child process that looks at frames for this one: how it is started, spoken to, waited for and ended. Returns as
 * {@link SharedFile}. The block that both share begins with the number of the latest request and that of the latest
 * answer, {@link #HEAD_BYTES} in all; no number is trusted to be more than that.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_worker.h"},
        library = "jniSaccade")
@NoException
public final class WorkerProcess {
    /** Bytes of the block that belong to the calls below. */
    public static final int HEAD_BYTES = 128;
    /** The worker's end of the socket. */
    public static final int SOCKET = 3;
    /** Ends a process that cannot refuse. */
    public static final int SIGKILL = 9;
    /** Halts a process until SIGCONT. */
    public static final int SIGSTOP = 19;

    /** {@link #await}: the request is answered. */
    public static final int ANSWERED = 0;
    /** {@link #await}: the time has come first. */
    public static final int TIME = 1;
    /** {@link #await}: the process has ended. */
    public static final int ENDED = 2;

    /** {@link #next}: a request is there. */
    public static final int REQUEST = 0;
    /** {@link #next}: a word is there, or the parent is gone. */
    public static final int WORD = 1;

    static {
        Loader.load();
    }

    private WorkerProcess() {}

    /**
     * Starts a program in a process group of its own under the ordinary policy; it inherits the calling thread's
     * processors, reads nothing, writes to a pipe, and has one end of a socket as descriptor {@link #SOCKET} and no other.
     *
     * @param arguments strings, each with its zero; the first is the program's path
     * @param length bytes of them
     * @param fds receives three ints: the socket, the pipe's end and the process itself, all the caller's to close
     * @return its number, or -errno
     */
    @Name("saccade_worker_spawn")
    public static native int spawn(@Cast("const void*") long arguments, int length, @Cast("void*") long fds);

    /**
     * The worker's first call: it will end when the thread that started it does, and is what the kernel ends first when
     * memory is short.
     *
     * @param parent number of the process that started it
     * @return 0, or -errno ({@code -ESRCH}: that has ended)
     */
    @Name("saccade_worker_enter")
    public static native int enter(int parent);

    /**
     * Signals the process.
     *
     * @param process descriptor of {@link #spawn}
     * @param signal its number
     * @return 0, or -errno
     */
    @Name("saccade_worker_signal")
    public static native int signal(int process, int signal);

    /**
     * Asks how the process ended; once it has answered 1 the number is free for another.
     *
     * @param pid of {@link #spawn}
     * @param status receives an int: the exit code, or minus the signal that ended it
     * @return 1: ended; 0: not yet; -errno
     */
    @Name("saccade_worker_reap")
    public static native int reap(int pid, @Cast("void*") long status);

    /**
     * Signals this process.
     *
     * @param signal its number
     * @return 0, or -errno
     */
    @Name("saccade_worker_raise")
    public static native int raise(int signal);

    /**
     * The name of a signal that ends processes.
     *
     * @param signal its number
     * @return SIGSEGV and the like; empty for others
     */
    @Name("saccade_signal_name")
    @Cast("const char*")
    public static native String signalName(int signal);

    /**
     * Sends a word, without waiting.
     *
     * @param socket one end
     * @param word its bytes
     * @param length how many
     * @param fds ints that go with it, at most 4
     * @param count how many
     * @return 0, or -errno
     */
    @Name("saccade_worker_say")
    public static native int say(
            int socket, @Cast("const void*") long word, int length, @Cast("const void*") long fds, int count);

    /**
     * Takes a word that is there.
     *
     * @param socket one end
     * @param to receives its bytes
     * @param capacity most of them
     * @param fds receives the ints that came with it, -1 where there is none
     * @param most how many there is room for
     * @return bytes; 0: the other end is gone; -errno ({@code -ETIMEDOUT}: none is there)
     */
    @Name("saccade_worker_hear")
    public static native int hear(int socket, @Cast("void*") long to, int capacity, @Cast("void*") long fds, int most);

    /**
     * Hands a request over; what was written to the block before is seen by the worker.
     *
     * @param block its address
     * @param number not that of the request before
     * @param event the worker's wake-up
     */
    @Name("saccade_worker_submit")
    public static native void submit(@Cast("int64_t") long block, @Cast("int64_t") long number, int event);

    /**
     * Waits for the answer to a request.
     *
     * @param block its address
     * @param number of the request
     * @param event this process's wake-up
     * @param process descriptor of {@link #spawn}
     * @param untilNs monotonic
     * @return {@link #ANSWERED}, {@link #TIME}, {@link #ENDED} or -errno
     */
    @Name("saccade_worker_await")
    public static native int await(
            @Cast("int64_t") long block,
            @Cast("int64_t") long number,
            int event,
            int process,
            @Cast("int64_t") long untilNs);

    /**
     * Waits for a request or a word; the worker's.
     *
     * @param block its address
     * @param after number of the latest request that was answered
     * @param event the worker's wake-up
     * @param socket its end
     * @return {@link #REQUEST}, {@link #WORD} or -errno
     */
    @Name("saccade_worker_next")
    public static native int next(@Cast("int64_t") long block, @Cast("int64_t") long after, int event, int socket);

    /**
     * The latest request's number; the worker's.
     *
     * @param block its address
     * @return the number
     */
    @Name("saccade_worker_submitted")
    @Cast("int64_t")
    public static native long submitted(@Cast("int64_t") long block);

    /**
     * Hands an answer over; what was written to the block before is seen by the parent.
     *
     * @param block its address
     * @param number of the request
     * @param event the parent's wake-up
     */
    @Name("saccade_worker_answer")
    public static native void answer(@Cast("int64_t") long block, @Cast("int64_t") long number, int event);
}
