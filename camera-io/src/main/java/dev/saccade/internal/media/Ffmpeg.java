package dev.saccade.internal.media;

import dev.saccade.frame.SourceException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** Loads avutil, avcodec and avformat, and nothing else of FFmpeg, once; keeps its log off the terminal. */
public final class Ffmpeg {
    private Ffmpeg() {}

    public static void load(String uri) throws SourceException {
        try {
            Loader.load(avformat.class);
            // Process-wide. Damaged streams are counted and reported by the source; FFmpeg would write a line for each.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        } catch (LinkageError e) {
            throw new SourceException(
                    SourceException.Kind.NO_DEVICE,
                    "source " + uri + ": FFmpeg cannot be loaded on this machine: " + e.getMessage(),
                    e);
        }
    }

    /** FFmpeg's words for a negative status. */
    public static String words(int status) {
        byte[] text = new byte[128];
        if (avutil.av_strerror(status, text, text.length) < 0) {
            return "FFmpeg error " + status;
        }
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
