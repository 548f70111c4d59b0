package dev.saccade.frame;

/** A source could not be opened. The message is one line that names the source and the remedy. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a source could not be opened; decides the program's exit code. */
    public enum Kind {
        /** The URI or an option of it is wrong. */
        USAGE,
        /** The file or its content is wrong. */
        BAD_INPUT,
        /** The device or server is missing or busy. */
        NO_DEVICE
    }

    private final Kind kind;

    /**
     * Makes the exception.
     *
     * @param kind what sort of failure
     * @param message one line: the thing and the remedy
     */
    public SourceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * Makes the exception with its cause.
     *
     * @param kind what sort of failure
     * @param message one line: the thing and the remedy
     * @param cause what was thrown below
     */
    public SourceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** @return what sort of failure */
    public Kind kind() {
        return kind;
    }
}
