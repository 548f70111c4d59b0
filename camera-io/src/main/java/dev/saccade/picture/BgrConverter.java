package dev.saccade.picture;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.internal.media.FrameFormats;
import dev.saccade.internal.media.Scaler;
import dev.saccade.vision.Rectifier;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Brings frames of any pixel format, matrix and range to BGR24 at the top left of a canvas, rectified where results speak
 * of the rectified picture. One thread.
 */
final class BgrConverter implements AutoCloseable {
    private FrameFormat format;
    private Scaler scaler;
    private Rectifier rectifier;

    /** Converts; false when swscale cannot. */
    boolean convert(Frame frame, Canvas canvas) {
        if (!frame.format().equals(format)) {
            close();
            format = frame.format();
            rectifier = isBent() ? new Rectifier(format) : null;
            scaler = isBent() ? null : scaler();
        }
        if (rectifier != null) {
            return rectifier.run(frame, canvas.address(), canvas.stride());
        }
        if (!scaler.isPossible()) {
            return false;
        }
        for (int p = 0; p < format.pixels().planes(); p++) {
            scaler.source(p, frame.address(p), frame.stride(p));
        }
        scaler.target(0, canvas.address(), canvas.stride());
        return scaler.run() >= 0;
    }

    private boolean isBent() {
        return format.view() != null && format.view().lens() != null;
    }

    private Scaler scaler() {
        return new Scaler(
                format.width(),
                format.height(),
                FrameFormats.toAv(format.pixels()),
                format.fullRange() || !format.pixels().isYuv(),
                avutil.AV_PIX_FMT_BGR24,
                true,
                format.matrix(),
                true);
    }

    /** Frees the plan. Idempotent. */
    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
        if (rectifier != null) {
            rectifier.close();
            rectifier = null;
        }
        format = null;
    }
}
