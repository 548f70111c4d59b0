package dev.saccade.camera.v4l2;

import dev.saccade.frame.SourceException;

/** A video device refused. The message is one line that names the device and the remedy. */
public final class VideoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SourceException.Kind kind;
    private final int errno;

    /**
     * Makes the exception.
     *
     * @param kind what sort of failure
     * @param errno the system's number, positive; 0 when it was not the system that refused
     * @param message one line: the thing and the remedy
     */
    public VideoException(SourceException.Kind kind, int errno, String message) {
        super(message);
        this.kind = kind;
        this.errno = errno;
    }

    /** @return what sort of failure */
    public SourceException.Kind kind() {
        return kind;
    }

    /** @return the system's number, positive; 0 when it was not the system that refused */
    public int errno() {
        return errno;
    }
}
