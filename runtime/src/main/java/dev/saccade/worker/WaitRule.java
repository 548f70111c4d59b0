package dev.saccade.worker;

/**
 * How long a frame's answer is waited for: until the engine's share of the frame's deadline is used up, and no longer than the hang timeout after it was
 * submitted. Times are monotonic ns and arguments.
 */
final class WaitRule {
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long hangNs;

    private final double budgetShare;

    /** @param budgetShare of a frame's deadline that the engine may use */
    WaitRule(long hangNs, double budgetShare) {
        this.hangNs = hangNs;
        this.budgetShare = budgetShare;
    }

    /** Any thread. */
    void bounds(long newDeadlineNs, long newHangNs) {
        deadlineNs = newDeadlineNs == Long.MAX_VALUE ? newDeadlineNs : (long) (budgetShare * newDeadlineNs);
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
