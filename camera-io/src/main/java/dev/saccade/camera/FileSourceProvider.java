package dev.saccade.camera;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens {@code file:PATH[?pace=max][&fps=N][&loop=true]}: a video through FFmpeg. Plays at the file's own rate unless
 * {@code fps} overrides it; {@code pace=max} processes every frame, each stamped when it is captured; {@code loop=true}
 * starts again at the end, the sequence counting on.
 */
public final class FileSourceProvider implements FrameSourceProvider {
    private static final Set<String> OPTIONS = Set.of("pace", "fps", "loop");

    /** For {@link java.util.ServiceLoader}. */
    public FileSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        uri.requireOnly(OPTIONS);
        boolean lossless = uri.isPaceMax();
        boolean loop = uri.flag("loop");
        double fps = uri.fps(0);
        Path file = existing(uri);
        Ffmpeg.load(uri.text());
        return new FileSource(uri.text(), file, fps, lossless, loop);
    }

    private static Path existing(SourceUri uri) throws SourceException {
        Path file;
        try {
            file = Path.of(uri.rest());
        } catch (InvalidPathException e) {
            throw bad(uri, "'" + uri.rest() + "' is no file name", e);
        }
        if (uri.rest().isEmpty()) {
            throw new SourceException(
                    SourceException.Kind.USAGE, "source " + uri.text() + ": no file named; write file:clip.mp4");
        }
        if (Files.isDirectory(file)) {
            throw bad(uri, "this is a directory; write dir:" + uri.rest() + " to play the images in it", null);
        }
        if (!Files.exists(file)) {
            throw bad(uri, "there is no such file; check the path " + file.toAbsolutePath(), null);
        }
        if (!Files.isReadable(file)) {
            throw bad(uri, "the file cannot be read; check its permissions", null);
        }
        try {
            if (Files.size(file) == 0) {
                throw bad(uri, "the file is empty (0 bytes); fetch or record it again", null);
            }
        } catch (IOException e) {
            throw bad(uri, "the file's size cannot be read: " + e.getMessage(), e);
        }
        return file;
    }

    private static SourceException bad(SourceUri uri, String why, Throwable cause) {
        return new SourceException(SourceException.Kind.BAD_INPUT, "source " + uri.text() + ": " + why, cause);
    }
}
