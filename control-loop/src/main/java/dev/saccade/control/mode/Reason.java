package dev.saccade.control.mode;

/** What calls for a mode, from harmless to worst; the worst reason at a tick wins. */
public enum Reason {
    /** Nothing speaks against steering. */
    NONE(0, Mode.NOMINAL, false, "fresh again"),
    /** The newest perception is fresh again, but too few were in a row. */
    RECOVERING(1, Mode.DEGRADED, false, "recovering"),
    /** Too many of the latest results missed their deadline. */
    DEADLINE_MISSES(2, Mode.DEGRADED, false, "deadline misses"),
    /** Too many of the latest ticks woke a period or more late. */
    LOOP_OVERRUN(3, Mode.DEGRADED, false, "loop overrun"),
    /** The newest perception is older than the maximum age. */
    PERCEPTION_STALE(4, Mode.DEGRADED, false, "perception stale"),
    /** The engine failed or hung, and its standby has not answered yet. */
    BACKEND_FALLBACK(5, Mode.DEGRADED, false, "back end failed over"),
    /** The newest perception is older than the age at which the loop goes safe. */
    PERCEPTION_LOST(6, Mode.SAFE, false, "perception lost"),
    /** No frame has been looked at yet, or only one picture has come. */
    NOT_SEEN_YET(7, Mode.SAFE, false, "nothing seen yet"),
    /** The perceiver's latency is still being measured. */
    WARMING_UP(8, Mode.SAFE, false, "warming up"),
    /** Frames come, but their picture is the same again and again. */
    CAMERA_FROZEN(9, Mode.SAFE, false, "camera frozen"),
    /** No frame comes, or the source failed. */
    CAMERA_LOST(10, Mode.SAFE, false, "camera lost"),
    /** A capture time lies further in the future than the maximum age. */
    CAPTURE_TIME(11, Mode.SAFE, false, "capture time in the future"),
    /** The controller's command held a NaN or an infinity. */
    COMMAND_INVALID(12, Mode.SAFE, false, "command not finite"),
    /** The actuator dropped, refused or delayed too many of the latest commands, or held one up for long. */
    ACTUATOR_FAULT(13, Mode.SAFE, false, "actuator fault"),
    /** The controller threw; stays until re-armed. */
    CONTROLLER_FAULT(14, Mode.SAFE, true, "controller threw"),
    /** A view was used after the call it was made for; stays until re-armed. */
    VIEW_KEPT(15, Mode.SAFE, true, "controller kept its view"),
    /** The outlet has gone safe by itself; stays until re-armed. */
    OUTLET_LATCHED(16, Mode.SAFE, true, "outlet latched safe"),
    /** Somebody else steers the vehicle; stays until re-armed. */
    HANDED_OVER(17, Mode.SAFE, true, "pilot took over"),
    /** An operator asked for it; stays until re-armed. */
    OPERATOR_STOP(18, Mode.SAFE, true, "operator stop"),
    /** The loop is ending; final. */
    STOPPED(19, Mode.SAFE, true, "stopped");

    private static final Reason[] BY_CODE = values();

    private final int code;
    private final Mode mode;
    private final boolean latched;
    private final String text;

    Reason(int code, Mode mode, boolean latched, String text) {
        this.code = code;
        this.mode = mode;
        this.latched = latched;
        this.text = text;
    }

    /** @return its number in events, which is also its severity: position in this list */
    public int code() {
        return code;
    }

    /**
     * The reason of a number.
     *
     * @param code of {@link #code()}
     * @return the reason
     */
    public static Reason of(int code) {
        return BY_CODE[code];
    }

    /** @return the mode that it calls for */
    public Mode mode() {
        return mode;
    }

    /** @return whether it stays until the loop is re-armed */
    public boolean isLatched() {
        return latched;
    }

    /** @return in words */
    public String text() {
        return text;
    }

    /**
     * The worse of two.
     *
     * @param a one
     * @param b another
     * @return the one that wins
     */
    public static Reason worst(Reason a, Reason b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
