package dev.saccade.worker;

/**
 * How long a frame's answer is waited for: until the frame's deadline, and no longer than the hang timeout after it was
 * submitted. Times are monotonic ns and arguments.
 */
final class WaitRule {
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long hangNs;

    WaitRule(long hangNs) {
        this.hangNs = hangNs;
    }

    /** Any thread. */
    void bounds(long newDeadlineNs, long newHangNs) {
        deadlineNs = newDeadlineNs;
        hangNs = newHangNs;
    }

    long hangNs() {
        return hangNs;
    }

    /** When a frame is missed. */
    long dueNs(long captureNs) {
        long forFrame = deadlineNs;
        // Without a deadline, and where the sum would pass the clock's end.
        return forFrame > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : captureNs + forFrame;
    }

    /** When a wait ends: the earlier of the two. */
    long untilNs(long dueNs, long submittedNs) {
        long hungNs = submittedNs + hangNs;
        return dueNs == Long.MAX_VALUE || hungNs - dueNs < 0 ? hungNs : dueNs;
    }

    boolean isHung(long submittedNs, long nowNs) {
        return nowNs - submittedNs >= hangNs;
    }
}
