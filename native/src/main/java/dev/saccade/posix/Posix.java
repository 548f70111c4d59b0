package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Scheduling, memory and time calls of Linux. Every method returns 0 (or a value) on success and {@code -errno} on
 * failure; none throws, allocates or keeps an address. They act on the calling thread unless they say otherwise.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h"},
        library = "jniSaccade")
@NoException
public final class Posix {
    /** Operation not permitted. */
    public static final int EPERM = 1;

    static {
        Loader.load();
    }

    private Posix() {}

    /** @return CLOCK_MONOTONIC in ns, the same clock and origin as {@link System#nanoTime()} on Linux */
    @Name("saccade_now")
    @Cast("int64_t")
    public static native long monotonicNs();

    /**
     * Sleeps until an absolute time of CLOCK_MONOTONIC; returns at once, without a system call, when it has passed.
     *
     * @param ns the time
     * @return 0, or -errno
     */
    @Name("saccade_sleep_until")
    public static native int sleepUntil(@Cast("int64_t") long ns);

    /**
     * Puts the calling thread under SCHED_FIFO, or back to SCHED_OTHER.
     *
     * @param priority 1..99, or 0 for SCHED_OTHER
     * @return 0, or -errno ({@code -EPERM} without the privilege)
     */
    @Name("saccade_fifo")
    public static native int fifo(int priority);

    /** @return the calling thread's policy: 0 SCHED_OTHER, 1 SCHED_FIFO, 2 SCHED_RR, or -errno */
    @Name("saccade_policy")
    public static native int policy();

    /**
     * Pins the calling thread to one processor.
     *
     * @param cpu its number
     * @return 0, or -errno
     */
    @Name("saccade_pin")
    public static native int pin(int cpu);

    /**
     * Keeps the calling thread off one processor.
     *
     * @param cpu its number
     * @return 0, or -errno ({@code -EINVAL} when no other processor is allowed)
     */
    @Name("saccade_avoid")
    public static native int avoid(int cpu);

    /** @return how many processors the calling thread may run on */
    @Name("saccade_cpus")
    public static native int cpus();

    /** @return the highest-numbered processor the calling thread may run on */
    @Name("saccade_last_cpu")
    public static native int lastCpu();

    /**
     * Sets the calling thread's timer slack.
     *
     * @param ns at least 1
     * @return 0, or -errno
     */
    @Name("saccade_timer_slack")
    public static native int timerSlack(@Cast("int64_t") long ns);

    /**
     * Counts CUDA devices through libcuda, without any CUDA library of ours on the path.
     *
     * @return number of devices; or -1: no libcuda.so.1; or {@code -1000 - e}: cuInit or cuDeviceGetCount answered e
     */
    @Name("saccade_cuda_devices")
    public static native int cudaDevices();

    /**
     * Puts the calling thread behind others, or back among them. From SCHED_IDLE only a thread comes back that may set its
     * nice value to 0: with CAP_SYS_NICE or RLIMIT_NICE of at least 20 (sched(7)).
     *
     * @param level 0 SCHED_OTHER; 1 SCHED_BATCH, which does not pre-empt when it wakes up; 2 SCHED_IDLE, which runs when
     *     nothing else would
     * @return 0, or -errno ({@code -EPERM} without the right)
     */
    @Name("saccade_background")
    public static native int background(int level);

    /** @return the kernel's number of the calling thread, as in {@code /proc/self/task} */
    @Name("saccade_tid")
    public static native int tid();

    /**
     * Puts a thread of this process under SCHED_FIFO, or back to SCHED_OTHER.
     *
     * @param tid the kernel's number of the thread
     * @param priority 1..99, or 0 for SCHED_OTHER
     * @return 0, or -errno ({@code -EPERM} without the privilege, {@code -ESRCH} when there is no such thread)
     */
    @Name("saccade_fifo_of")
    public static native int fifoOf(int tid, int priority);

    /**
     * Puts those threads of this process under SCHED_FIFO that are ordinary and whose name, of which the kernel keeps 15
     * characters, begins with one of the prefixes. Threads that they start later inherit it. Opens a file for each
     * thread: not for a hot path.
     *
     * @param prefixes one a line
     * @param priority 1..99
     * @return how many threads of these names are under a real-time policy now, or -errno of a refusal
     */
    @Name("saccade_fifo_named")
    public static native int fifoNamed(String prefixes, int priority);

    /**
     * Keeps the pages of this process in memory, those of later mappings included. Without CAP_IPC_LOCK the lock counts
     * against RLIMIT_MEMLOCK, and mappings fail once it is used up: call it only where {@code /proc/self/limits} says
     * unlimited, or with the capability.
     *
     * @param populate true: every page of every mapping is brought in at once; false: each stays from its first use on
     * @return 0, or -errno
     */
    @Name("saccade_lock_memory")
    public static native int lockMemory(@Cast("int") boolean populate);

    /**
     * Undoes {@link #lockMemory}.
     *
     * @return 0, or -errno
     */
    @Name("saccade_unlock_memory")
    public static native int unlockMemory();
}
