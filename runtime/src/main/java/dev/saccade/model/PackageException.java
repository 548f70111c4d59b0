package dev.saccade.model;

/** A model package was refused. The message is one line: the file, the key, the value, the remedy. */
public final class PackageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public PackageException(String message) {
        super(message);
    }

    /**
     * Makes the exception with its cause.
     *
     * @param message one line
     * @param cause what was thrown below
     */
    public PackageException(String message, Throwable cause) {
        super(message, cause);
    }
}
