package dev.saccade.picture;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** Makes test clips: the synthetic scene, encoded by FFmpeg. */
public final class Clips {
    private Clips() {}

    /**
     * Writes a clip.
     *
     * @param file where
     * @param container FFmpeg's name, such as avi
     * @param encoder FFmpeg's name, such as mpeg4
     * @param pixelFormat FFmpeg's number
     * @param scene such as {@code size=160x120&frames=24&fps=25}
     * @return the file
     */
    public static Path write(Path file, String container, String encoder, int pixelFormat, String scene)
            throws SourceException, IOException {
        return write(file, container, encoder, pixelFormat, scene, 1);
    }

    /**
     * Writes a clip whose pictures stand several frame periods apart.
     *
     * @param file where
     * @param container FFmpeg's name, such as avi
     * @param encoder FFmpeg's name, such as mpeg4
     * @param pixelFormat FFmpeg's number
     * @param scene such as {@code size=160x120&frames=24&fps=25}
     * @param periods from picture to picture
     * @return the file
     */
    public static Path write(Path file, String container, String encoder, int pixelFormat, String scene, int periods)
            throws SourceException, IOException {
        try (SourceRig rig = new SourceRig(Cameras.open("synthetic:?pace=max&" + scene), 0)) {
            FrameFormat format = rig.source().format();
            VideoEncoder.Spec spec = new VideoEncoder.Spec(
                    format.width(),
                    format.height(),
                    1e9 / rig.source().framePeriodNs(),
                    avutil.AV_PIX_FMT_YUV420P,
                    container,
                    List.of(encoder),
                    pixelFormat);
            dev.saccade.internal.media.Ffmpeg.load(file.toString());
            try (VideoEncoder video = new VideoEncoder(file, file, spec)) {
                for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                    for (int p = 0; p < 3; p++) {
                        video.source(p, frame.address(p), frame.stride(p));
                    }
                    video.encode(frame.sequence() * periods);
                    frame.release();
                }
                video.finish();
            }
        }
        return file;
    }

    /**
     * Writes images.
     *
     * @param directory made when missing
     * @param pattern such as {@code shot-%d.png}; the extension decides the format
     * @param scene such as {@code size=160x120&frames=24}
     * @return the directory
     */
    public static Path images(Path directory, String pattern, String scene) throws SourceException, IOException {
        Files.createDirectories(directory);
        try (SourceRig rig = new SourceRig(Cameras.open("synthetic:?pace=max&" + scene), 0);
                BgrConverter converter = new BgrConverter()) {
            dev.saccade.internal.media.Ffmpeg.load(scene);
            dev.saccade.internal.media.OpenCv.load();
            FrameFormat format = rig.source().format();
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                Path file = directory.resolve(String.format(Locale.ROOT, pattern, frame.sequence()));
                try (Canvas canvas = new Canvas(format.width(), format.height());
                        Rect whole = new Rect(0, 0, format.width(), format.height());
                        Mat visible = new Mat(canvas.pixels(), whole)) {
                    converter.convert(frame, canvas);
                    opencv_imgcodecs.imwrite(file.toString(), visible);
                }
                frame.release();
            }
        }
        return directory;
    }
}
