package dev.saccade.picture;

import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;

/** A video. The encoder opens with the first picture; the file takes its name when the sink closes without a failure. */
final class VideoSink implements PictureSink {
    private static final List<String> ENCODERS = List.of("libopenh264", "mpeg4");

    private final Path target;
    private final Path part;
    private final String container;
    private final double fps;
    private VideoEncoder encoder;
    private int width;
    private int height;
    private long firstFrame;
    private long latestPlace = -1;
    private PictureException failure;

    VideoSink(Path target, String container, double fps) throws PictureException {
        this.target = target;
        this.container = container;
        this.fps = fps;
        part = target.resolveSibling(".part-" + target.getFileName());
        Directories.requireWritable(target.getParent());
        if (Files.isDirectory(target)) {
            throw new PictureException(false, "video " + target + ": this is a directory; name a file", null);
        }
        try {
            Ffmpeg.load(target.toString());
        } catch (SourceException e) {
            throw new PictureException(false, e.getMessage(), e);
        }
    }

    @Override
    public void write(Canvas canvas, long frame) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (encoder == null) {
            width = canvas.width();
            height = canvas.height();
            firstFrame = frame;
            encoder = new VideoEncoder(
                    part,
                    target,
                    new VideoEncoder.Spec(
                            width,
                            height,
                            fps,
                            avutil.AV_PIX_FMT_BGR24,
                            container,
                            ENCODERS,
                            avutil.AV_PIX_FMT_YUV420P));
        }
        if (canvas.width() != width || canvas.height() != height) {
            throw new PictureException(
                    false,
                    "video " + target + ": frame " + frame + " is " + canvas.width() + "x" + canvas.height()
                            + ", the video " + width + "x" + height + "; write images into a directory instead",
                    null);
        }
        // A repeated or reset sequence still moves the video on.
        latestPlace = Math.max(latestPlace + 1, frame - firstFrame);
        encoder.source(0, canvas.address(), canvas.stride());
        try {
            encoder.encode(latestPlace);
        } catch (PictureException e) {
            discard(e);
            throw e;
        }
    }

    private void discard(PictureException why) throws IOException {
        failure = why;
        encoder.close();
        encoder = null;
        Files.deleteIfExists(part);
    }

    @Override
    public void close() throws IOException {
        if (encoder == null) {
            return;
        }
        try {
            encoder.finish();
        } catch (PictureException e) {
            discard(e);
            throw e;
        }
        encoder.close();
        encoder = null;
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
