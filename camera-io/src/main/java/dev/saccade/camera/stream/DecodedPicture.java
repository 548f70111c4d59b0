package dev.saccade.camera.stream;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.StampClass;
import dev.saccade.internal.media.FrameFormats;
import dev.saccade.internal.media.PictureTransfer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * One of the three places for decoded pictures between the stream's thread, which fills it, and the camera thread, which
 * copies it into a slot. The picture stays in the decoder's buffers until the place is filled again.
 */
final class DecodedPicture implements AutoCloseable {
    final AVFrame frame = avutil.av_frame_alloc();
    long ordinal;
    long sequence;
    long captureNs;
    StampClass stamp;

    private PictureTransfer transfer;
    private FrameFormat format;
    private int avFormat;
    private int colour;

    DecodedPicture() {
        if (frame == null) {
            throw new OutOfMemoryError("picture of a stream");
        }
    }

    /**
     * The format in which the picture will be delivered: the given one when it is still right, otherwise a new one. Null
     * when it cannot be delivered. Camera thread.
     */
    FrameFormat format(FrameFormat present) {
        int nowColour = (frame.colorspace() << 8) | frame.color_range();
        if (format == null
                || format.width() != frame.width()
                || format.height() != frame.height()
                || avFormat != frame.format()
                || colour != nowColour) {
            closeTransfer();
            avFormat = frame.format();
            colour = nowColour;
            format = FrameFormats.isSize(frame.width(), frame.height()) ? FrameFormats.of(frame, true) : null;
            if (format == null) {
                return null;
            }
            transfer = new PictureTransfer(frame, format);
        }
        if (!transfer.isPossible()) {
            return null;
        }
        // One instance for all three places, so that readers can compare by ==.
        if (format.equals(present)) {
            format = present;
        }
        return format;
    }

    /** Copies the picture into a slot that is prepared for {@link #format}; negative on failure. Camera thread. */
    int transfer(FrameSlot slot) {
        return transfer.transfer(slot);
    }

    private void closeTransfer() {
        if (transfer != null) {
            transfer.close();
            transfer = null;
        }
        format = null;
    }

    /** Frees the picture; both threads have ended. */
    @Override
    public void close() {
        closeTransfer();
        avutil.av_frame_free(frame);
    }
}
