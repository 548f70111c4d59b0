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
}
