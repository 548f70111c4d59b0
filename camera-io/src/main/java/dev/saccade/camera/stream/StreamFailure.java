package dev.saccade.camera.stream;

import dev.saccade.frame.SourceException;

/** A connection could not be made or was lost. The message is a clause without the source's name and its credentials. */
final class StreamFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final SourceException.Kind kind;

    StreamFailure(SourceException.Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StreamFailure(SourceException.Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    SourceException.Kind kind() {
        return kind;
    }

    SourceException toSourceException(StreamUri uri) {
        return new SourceException(kind, "source " + uri.shown() + ": " + getMessage(), this);
    }
}
