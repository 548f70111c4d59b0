package dev.saccade.camera;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Opens {@code dir:PATH[?fps=N][&pace=max][&loop=true]}: the images of a directory (jpg, png, bmp, ppm, pgm, webp, tif)
 * in natural order of their names, ten a second unless {@code fps} says otherwise, as {@link
 * dev.saccade.frame.PixelFormat#BGR24}. An image that cannot be read ends the source with a fault that names it.
 */
public final class DirectorySourceProvider implements FrameSourceProvider {
    static final double DEFAULT_FPS = 10;

    private static final Set<String> OPTIONS = Set.of("pace", "fps", "loop");

    /** For {@link java.util.ServiceLoader}. */
    public DirectorySourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("dir");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        uri.requireOnly(OPTIONS);
        boolean lossless = uri.isPaceMax();
        boolean loop = uri.flag("loop");
        double fps = uri.fps(DEFAULT_FPS);
        Path directory = Paths.existing(uri, "dir:frames/");
        if (!Files.isDirectory(directory)) {
            throw Paths.bad(uri, "this is a file; write file:" + uri.rest(), null);
        }
        List<Path> images;
        try {
            images = ImageFiles.list(directory);
        } catch (IOException e) {
            throw Paths.bad(uri, "the directory cannot be listed: " + e.getMessage(), e);
        }
        if (images.isEmpty()) {
            throw Paths.bad(
                    uri, "no images in " + directory.toAbsolutePath() + "; put jpg, png or bmp files there", null);
        }
        Paths.loadOpenCv(uri);
        return new ClipSource(uri.text(), new ImageClip(images, Math.round(1e9 / fps)), fps, lossless, loop);
    }
}
