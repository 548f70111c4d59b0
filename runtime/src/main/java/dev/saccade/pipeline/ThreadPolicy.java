package dev.saccade.pipeline;

import dev.saccade.posix.Posix;

/**
 * Scheduling of one thread. What the system does not permit is skipped and said, never fatal.
 *
 * @param fifoPriority SCHED_FIFO priority 1..99, or 0 for the ordinary policy
 * @param pinCpu processor to pin to, or -1
 * @param avoidCpu processor to keep off, or -1
 */
public record ThreadPolicy(int fifoPriority, int pinCpu, int avoidCpu) {
    /** The control thread's SCHED_FIFO priority. */
    public static final int CONTROL_PRIORITY = 80;

    /** The ordinary policy on any processor. */
    public static final ThreadPolicy ORDINARY = new ThreadPolicy(0, -1, -1);

    /** @return the processor set aside for the control thread: the last of three or more; -1 when none is to spare */
    public static int controlCpu() {
        return Posix.cpus() > 2 ? Posix.lastCpu() : -1;
    }

    /** @return the control thread's policy: FIFO 80, on the control processor where there is one */
    public static ThreadPolicy control() {
        return new ThreadPolicy(CONTROL_PRIORITY, controlCpu(), -1);
    }

    /** @return the policy of camera, perception and other threads: ordinary, off the control processor */
    public static ThreadPolicy besideControl() {
        return new ThreadPolicy(0, -1, controlCpu());
    }

    /**
     * Applies this policy to the calling thread.
     *
     * @return what was refused, one line; empty when all was granted. {@link RealTime#missing} tells how to grant it
     */
    public String apply() {
        StringBuilder refused = new StringBuilder();
        if (pinCpu >= 0 && Posix.pin(pinCpu) != 0) {
            refused.append("processor ").append(pinCpu).append(" not granted; ");
        }
        if (avoidCpu >= 0 && Posix.avoid(avoidCpu) != 0) {
            refused.append("cannot keep off processor ").append(avoidCpu).append("; ");
        }
        if (fifoPriority > 0 && Posix.fifo(fifoPriority) != 0) {
            refused.append("SCHED_FIFO ").append(fifoPriority).append(" not permitted; ");
        }
        if (fifoPriority > 0) {
            int status = Posix.timerSlack(1);
            if (status != 0) {
                refused.append("timer slack not set (errno ").append(-status).append("); ");
            }
        }
        return refused.isEmpty() ? "" : refused.substring(0, refused.length() - 2);
    }
}
