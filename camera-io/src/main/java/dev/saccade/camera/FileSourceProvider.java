package dev.saccade.camera;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import dev.saccade.internal.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Opens {@code file:PATH[?pace=max][&fps=N][&loop=true][&pixels=native]}: a video through FFmpeg, or one still image through OpenCV,
 * told apart by the file's first bytes. Plays at the file's own rate unless {@code fps} overrides it; {@code pace=max}
 * processes every frame, each stamped when it is captured; {@code loop=true} starts again at the end, the sequence
 * counting on. Colour pictures come as BGR24 unless {@code pixels=native} keeps the decoder's
 * layout. Damaged pictures are skipped and counted as gaps, and so are those that the file's header states and that do not
 * come; when more than one in a hundred is lost (and more than one), {@code pace=max} ends as a failure.
 */
public final class FileSourceProvider implements FrameSourceProvider {
    private static final Set<String> OPTIONS = Set.of("pace", "fps", "loop", "pixels");

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
        Path file = Paths.existing(uri, "file:clip.mp4");
        if (Files.isDirectory(file)) {
            throw Paths.bad(uri, "this is a directory; write dir:" + uri.rest() + " to play the images in it", null);
        }
        return new ClipSource(uri.text(), clip(uri, file, fps), fps, lossless, loop);
    }

    private static Clip clip(SourceUri uri, Path file, double fps) throws SourceException {
        try {
            if (Files.size(file) == 0) {
                throw Paths.bad(uri, "the file is empty (0 bytes); fetch or record it again", null);
            }
            if (!ImageFiles.isImage(file)) {
                Ffmpeg.load(uri.text());
                return new VideoClip(uri.text(), file, asDecoded(uri));
            }
        } catch (IOException e) {
            throw Paths.bad(uri, "the file cannot be read: " + e.getMessage(), e);
        }
        Paths.loadOpenCv(uri);
        double rate = fps == 0 ? DirectorySourceProvider.DEFAULT_FPS : fps;
        return new ImageClip(List.of(file), Math.round(1e9 / rate));
    }

    private static boolean asDecoded(SourceUri uri) throws SourceException {
        String pixels = uri.options().getOrDefault("pixels", "bgr");
        if (!pixels.equals("bgr") && !pixels.equals("native")) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + uri.text() + ": pixels=" + pixels + " is neither bgr nor native");
        }
        return pixels.equals("native");
    }
}
