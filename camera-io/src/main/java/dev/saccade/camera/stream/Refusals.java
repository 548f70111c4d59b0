package dev.saccade.camera.stream;

import dev.saccade.frame.SourceException;

/** How servers turn us away, in one wording whoever asked. */
final class Refusals {
    /** How long a farewell to a server may take. */
    static final long FAREWELL_NS = 300_000_000L;

    private Refusals() {}

    static StreamFailure credentials() {
        return new StreamFailure(
                SourceException.Kind.BAD_INPUT,
                "the server refuses the user name or password; write SCHEME://USER:PASSWORD@HOST/PATH with the right"
                        + " ones");
    }

    static StreamFailure notFound() {
        return new StreamFailure(
                SourceException.Kind.NO_DEVICE, "the server has no stream of this name; check the path");
    }

    static StreamFailure unreachable(String why, Throwable cause) {
        return new StreamFailure(
                SourceException.Kind.NO_DEVICE,
                "cannot be reached (" + why + "); check that the server runs and its address",
                cause);
    }
}
