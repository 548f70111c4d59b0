package dev.saccade.camera;

import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import dev.saccade.internal.media.OpenCv;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What the providers check of the path in a URI, and how they say what is wrong. */
final class Paths {
    private Paths() {}

    /** The path of a URI, which exists and is readable. */
    static Path existing(SourceUri uri, String example) throws SourceException {
        if (uri.rest().isEmpty()) {
            throw new SourceException(
                    SourceException.Kind.USAGE, "source " + uri.text() + ": nothing is named; write " + example);
        }
        Path path;
        try {
            path = Path.of(uri.rest());
        } catch (InvalidPathException e) {
            throw bad(uri, "'" + uri.rest() + "' is no path", e);
        }
        if (!Files.exists(path)) {
            throw bad(uri, "there is no " + path.toAbsolutePath() + "; check the path", null);
        }
        if (!Files.isReadable(path)) {
            throw bad(uri, path.toAbsolutePath() + " cannot be read; check its permissions", null);
        }
        return path;
    }

    static SourceException bad(SourceUri uri, String why, Throwable cause) {
        return new SourceException(SourceException.Kind.BAD_INPUT, "source " + uri.text() + ": " + why, cause);
    }

    static void loadOpenCv(SourceUri uri) throws SourceException {
        try {
            OpenCv.load();
        } catch (LinkageError e) {
            throw new SourceException(
                    SourceException.Kind.NO_DEVICE,
                    "source " + uri.text() + ": OpenCV cannot be loaded on this machine: " + e.getMessage(),
                    e);
        }
    }
}
