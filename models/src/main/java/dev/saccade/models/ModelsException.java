package dev.saccade.models;

import dev.saccade.internal.files.IoReason;
import java.io.IOException;

/** A catalogue, pull or import request was refused. The message is one line: the thing, what is wrong, the remedy. */
public final class ModelsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal, for the exit code. */
    public enum Kind {
        /** The request itself is wrong: unknown name, wrong combination. */
        USAGE,
        /** A file that was given or fetched is not what it should be. */
        BAD_INPUT,
        /** Every source of an asset was tried and failed. */
        NO_SOURCE,
        /** A directory of this machine cannot be read or written, or the wait for it was interrupted. */
        STORAGE
    }

    private final Kind kind;

    /**
     * Makes the exception.
     *
     * @param kind what kind of refusal
     * @param message one line
     */
    public ModelsException(Kind kind, String message) {
        super(oneLine(message));
        this.kind = kind;
    }

    /**
     * Makes the exception with its cause.
     *
     * @param kind what kind of refusal
     * @param message one line
     * @param cause what was thrown below
     */
    public ModelsException(Kind kind, String message, Throwable cause) {
        super(oneLine(message), cause);
        this.kind = kind;
    }

    /**
     * A file was refused.
     *
     * @param message one line
     * @return the exception
     */
    public static ModelsException badInput(String message) {
        return new ModelsException(Kind.BAD_INPUT, message);
    }

    /**
     * A place of this machine could not be read or written.
     *
     * @param what the place and what failed, {@code DIR cannot be written}
     * @param cause why; told in words, without Java's names
     * @return the exception
     */
    public static ModelsException storage(String what, IOException cause) {
        return new ModelsException(
                Kind.STORAGE, what + " (" + IoReason.of(cause) + "); name another place or correct this one", cause);
    }

    /** Names from damaged files end up in messages; a line break in one must not. */
    private static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }

    /** @return what kind of refusal */
    public Kind kind() {
        return kind;
    }
}
