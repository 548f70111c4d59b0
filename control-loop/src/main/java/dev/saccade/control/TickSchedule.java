package dev.saccade.control;

/**
 * Ticks on absolute time. A late tick runs once, the missed ones are skipped and counted, the phase set by the first
 * tick is kept, and no burst follows. One thread.
 */
final class TickSchedule {
    private final long periodNs;
    private boolean started;
    private long dueNs;
    private long latenessNs;
    private long missed;

    TickSchedule(long periodNs) {
        this.periodNs = periodNs;
    }

    /** @return whether a tick runs now; then the schedule has moved on to the next */
    boolean take(long nowNs) {
        if (!started) {
            started = true;
            dueNs = nowNs;
        }
        long late = nowNs - dueNs;
        if (late < 0) {
            return false;
        }
        latenessNs = late;
        missed = late / periodNs;
        dueNs += (missed + 1) * periodNs;
        return true;
    }

    /** @return when the next tick is due, monotonic ns */
    long dueNs() {
        return dueNs;
    }

    /** @return how late the latest tick woke, against the oldest tick that it stands for, ns */
    long latenessNs() {
        return latenessNs;
    }

    /** @return ticks that the latest one skipped */
    long missed() {
        return missed;
    }
}
