package dev.saccade.frame;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the one thread that waits for an event of another. Raising costs one volatile read when nobody waits; neither
 * side allocates or locks. A raise between the waiter's check and its park is not lost.
 */
public final class Signal {
    private volatile Thread waiter;

    /** Makes a signal that nobody waits on. */
    public Signal() {}

    /**
     * Names the waiting thread.
     *
     * @param thread the waiter, or null
     */
    public void attach(Thread thread) {
        waiter = thread;
    }

    /** Wakes the waiter, now or at its next park. */
    public void raise() {
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
