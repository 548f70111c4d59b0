package dev.saccade.worker;

/**
 * When a new worker has been shown the golden frame often enough: as often as the first one was warmed, and until its
 * latest looks took no longer than half of the hang timeout. After a second and a half it serves all the same: a machine
 * that is too busy then will be so later. One thread; times are monotonic ns and arguments.
 */
final class WarmRule {
    static final int LOOKS = 20;
    static final int STEADY = 10;
    static final long BUDGET_NS = 1_500_000_000L;

    private final long steadyNs;
    private final long endNs;
    private int looks;
    private int steady;

    WarmRule(long hangNs, long nowNs) {
        steadyNs = hangNs / 2;
        endNs = nowNs + BUDGET_NS;
    }

    /** After a look; whether it was the last one needed. */
    boolean isWarm(long latencyNs, long nowNs) {
        looks++;
        steady = latencyNs <= steadyNs ? steady + 1 : 0;
        return (looks >= LOOKS && steady >= STEADY) || nowNs - endNs >= 0;
    }
}
