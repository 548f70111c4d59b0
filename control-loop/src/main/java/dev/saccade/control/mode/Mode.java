package dev.saccade.control.mode;

/** How the loop commands, from best to worst. */
public enum Mode {
    /** A fresh perception steers. */
    NOMINAL(0),
    /** The controller commands without perception. */
    DEGRADED(1),
    /** The vehicle's safe policy is sent. */
    SAFE(2);

    private static final Mode[] BY_CODE = {NOMINAL, DEGRADED, SAFE};

    private final int code;

    Mode(int code) {
        this.code = code;
    }

    /** @return its number in events and counters, kept for good */
    public int code() {
        return code;
    }

    /**
     * The mode of a number.
     *
     * @param code of {@link #code()}
     * @return the mode
     */
    public static Mode of(int code) {
        return BY_CODE[code];
    }

    /**
     * Compares severity.
     *
     * @param other another mode
     * @return whether this one is worse
     */
    public boolean isWorseThan(Mode other) {
        return compareTo(other) > 0;
    }
}
