package dev.saccade.picture;

import java.io.IOException;

/** A picture or video could not be made or written. The message is one line that names the file and the remedy. */
public final class PictureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whether the caller asked for something that does not exist, rather than the disk or a library failing. */
    private final boolean usage;

    PictureException(boolean usage, String message, Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    /** @return whether the request was wrong, such as an unknown extension */
    public boolean isUsage() {
        return usage;
    }
}
