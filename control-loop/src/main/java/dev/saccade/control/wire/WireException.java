package dev.saccade.control.wire;

/** A wire could not be had. The message is one line with the remedy. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** The address, or what was asked of the wire. */
        USAGE,
        /** The socket or the serial device. */
        DEVICE,
        /** Somebody else has the wire. */
        HELD,
        /** The gate process cannot be started here; without it the wire may be had. */
        NO_GATE
    }

    /**
     * Makes one.
     *
     * @param kind what is wrong
     * @param message one line with the remedy
     */
    public WireException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @return what is wrong */
    public Kind kind() {
        return kind;
    }
}
