package dev.saccade.control.mode;

/**
 * The mode with its hysteresis: a worse mode is taken at once, a better one only after a number of new results in a
 * row during which nothing spoke against it. Begins in SAFE. A state machine without a clock; one thread.
 */
public final class ModeLogic {
    private Mode mode = Mode.SAFE;
    private Reason reason = Reason.NOT_SEEN_YET;
    private Reason worstSince = Reason.NONE;
    private int results;

    /** Makes the logic in SAFE. */
    public ModeLogic() {}

    /**
     * One tick.
     *
     * @param worst the worst reason at this tick
     * @param newResult whether a perception arrived since the tick before
     * @param recoverResults results in a row before a better mode
     * @return whether the mode changed
     */
    public boolean step(Reason worst, boolean newResult, int recoverResults) {
        Mode before = mode;
        if (!mode.isWorseThan(worst.mode())) {
            mode = worst.mode();
            reason = worst;
            results = 0;
            worstSince = Reason.NONE;
            return mode != before;
        }
        worstSince = Reason.worst(worstSince, worst);
        results += newResult ? 1 : 0;
        if (results >= recoverResults) {
            mode = worstSince.mode();
            reason = worstSince;
            results = 0;
            worstSince = Reason.NONE;
        }
        if (mode == Mode.DEGRADED && worst == Reason.NONE) {
            // What called for it is over; only the count is missing.
            reason = Reason.RECOVERING;
        }
        return mode != before;
    }

    /** @return the mode */
    public Mode mode() {
        return mode;
    }

    /** @return what called for it */
    public Reason reason() {
        return reason;
    }
}
