package dev.saccade.worker;

/**
 * How long a frame's answer is waited for: until the engine's share of the frame's deadline is used up, and no longer
 * than the hang timeout after it was submitted. A worker's first looks may take longer before it counts as hung: they
 * compile code, map each slot of the ring and lock its pages, and nobody waits for them, because they are trials beside
 * a standby. Times are monotonic ns and arguments.
 */
final class WaitRule {
    /** Looks of a worker that have the margin: each slot's first, ten good trials, and as many again. */
    static final int FIRST_LOOKS = 30;

    static final int FIRST_FACTOR = 4;
    static final long FIRST_LEAST_NS = 250_000_000L;
    /** Before the engine's latency is known, and while a worker is warmed. */
    static final long COLD_NS = 2_000_000_000L;

    private final double budgetShare;
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long hangNs = COLD_NS;

    /** @param budgetShare of a frame's deadline that the engine may use */
    WaitRule(double budgetShare) {
        this.budgetShare = budgetShare;
    }

    /** Any thread. */
    void bounds(long newDeadlineNs, long newHangNs) {
        deadlineNs = newDeadlineNs == Long.MAX_VALUE ? newDeadlineNs : (long) (budgetShare * newDeadlineNs);
        hangNs = newHangNs;
    }

    /** The hang timeout of a worker that has shown what it can. */
    long hangNs() {
        return hangNs;
    }

    /** @param look its number among those of its worker, from 1 on */
    long hangNs(long look) {
        long boundNs = hangNs;
        if (look > FIRST_LOOKS || boundNs > Long.MAX_VALUE / FIRST_FACTOR) {
            return boundNs;
        }
        return Math.max(FIRST_LEAST_NS, FIRST_FACTOR * boundNs);
    }

    /** When a frame is missed. */
    long dueNs(long captureNs) {
        long forFrame = deadlineNs;
        // Without a deadline, and where the sum would pass the clock's end.
        return forFrame > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : captureNs + forFrame;
    }

    /** When a wait ends: the earlier of the two. */
    long untilNs(long look, long dueNs, long submittedNs) {
        long hungNs = submittedNs + hangNs(look);
        return dueNs == Long.MAX_VALUE || hungNs - dueNs < 0 ? hungNs : dueNs;
    }

    boolean isHung(long look, long submittedNs, long nowNs) {
        return nowNs - submittedNs >= hangNs(look);
    }
}
