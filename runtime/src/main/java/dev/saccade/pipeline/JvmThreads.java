package dev.saccade.pipeline;

import dev.saccade.posix.Posix;

/**
 * The JVM's own threads that a safepoint needs. The control thread, back from its sleep, waits for a safepoint that is
 * under way; where the threads that carry it out are ordinary, it waits for whatever ordinary work goes first. Low FIFO
 * puts them above that, and below everything with a deadline.
 */
public final class JvmThreads {
    /** Above ordinary work, below control and gate. */
    public static final int PRIORITY = 10;

    /**
     * Beginnings of names, as HotSpot 17 and 25 give them: the thread that runs safepoints; the workers of the Parallel,
     * G1, Shenandoah and Z collectors, and of the safepoint's own clean-up. Not among them: threads that only decide when
     * to collect, compilers, and threads of Java code.
     */
    private static final String SAFEPOINT = """
            VM Thread
            GC Thread#
            Shenandoah GC T
            ZWorker
            XWorker
            RuntimeWorker
            Safepoint Clean""";

    private JvmThreads() {}

    /**
     * Raises those that are ordinary. Opens a file of {@code /proc} for each thread of the process and allocates a few
     * hundred bytes: not for the control thread. Workers that the JVM adds later inherit the policy from the thread that
     * adds them; a repeated call finds those that did not.
     *
     * @return how many of them run under a real-time policy now, or {@code -errno} of a refusal
     */
    public static int raise() {
        return Posix.fifoNamed(SAFEPOINT, PRIORITY);
    }
}
