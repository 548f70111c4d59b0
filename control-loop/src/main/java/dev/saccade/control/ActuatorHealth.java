package dev.saccade.control;

import dev.saccade.pipeline.MissWindow;

/**
 * Whether an actuator may be trusted: a fault is more than {@value #MOST_FAILED} unsound sends of {@value #WINDOW}, or
 * one that held up the loop for long. It holds until every send was sound for a while, and for twice as long when it
 * comes back soon, so that an outlet which takes only the safe command does not make the mode flap. One thread.
 */
final class ActuatorHealth {
    static final int WINDOW = 16;
    static final int MOST_FAILED = 3;
    static final long FIRST_HOLD_NS = 1_000_000_000L;
    static final long LONGEST_HOLD_NS = 32_000_000_000L;

    private final MissWindow window = new MissWindow(MOST_FAILED + 1, WINDOW);
    private long holdNs = FIRST_HOLD_NS;
    private long unsoundNs;
    private long liftedNs;
    private boolean faulty;
    private boolean lifted;

    /**
     * @param sound whether the send was accepted in time
     * @param stuck whether it held up the loop for long
     * @return whether this made it faulty
     */
    boolean sent(boolean sound, boolean stuck, long nowNs) {
        window.add(!sound);
        if (!sound) {
            unsoundNs = nowNs;
        }
        if (!faulty && (window.isRaised() || stuck)) {
            faulty = true;
            hold(nowNs);
            return true;
        }
        if (faulty && sound && nowNs - unsoundNs >= holdNs) {
            faulty = false;
            lifted = true;
            liftedNs = nowNs;
            window.clear();
        }
        return false;
    }

    boolean isFaulty() {
        return faulty;
    }

    /** An operator has removed the cause. */
    void forgive() {
        faulty = false;
        lifted = false;
        holdNs = FIRST_HOLD_NS;
        window.clear();
    }

    private void hold(long nowNs) {
        boolean soon = lifted && nowNs - liftedNs < LONGEST_HOLD_NS;
        holdNs = soon ? Math.min(LONGEST_HOLD_NS, 2 * holdNs) : FIRST_HOLD_NS;
    }
}
