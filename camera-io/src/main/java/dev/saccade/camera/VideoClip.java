package dev.saccade.camera;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.FrameFormats;
import dev.saccade.internal.media.PictureTransfer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** A video file as a {@link Clip}: decoder, format, and the way into a slot. */
final class VideoClip implements Clip {
    private final VideoDecoder decoder;
    private final boolean asDecoded;
    private PictureTransfer transfer;
    private FrameFormat format;
    private int avFormat;
    private String failure;

    VideoClip(String uri, Path file, boolean asDecoded) throws SourceException {
        this.asDecoded = asDecoded;
        decoder = new VideoDecoder(uri, file);
    }

    @Override
    public int next() {
        int status = decoder.next();
        if (status == FAILED) {
            failure = "reading failed (" + decoder.failure() + "); check the file and its disk";
        }
        return status == PICTURE && !adopt(decoder.frame()) ? FAILED : status;
    }

    private boolean adopt(AVFrame frame) {
        if (format != null
                && frame.width() == format.width()
                && frame.height() == format.height()
                && frame.format() == avFormat) {
            return true;
        }
        avFormat = frame.format();
        if (!FrameFormats.isSize(frame.width(), frame.height())) {
            failure = "a picture's size " + frame.width() + "x" + frame.height() + " is outside 1.."
                    + FrameFormat.MAX_SIDE + "; scale the video down";
            return false;
        }
        if (transfer != null) {
            transfer.close();
            transfer = null;
        }
        FrameFormat next = FrameFormats.of(frame, asDecoded);
        if (next != null) {
            transfer = new PictureTransfer(frame, next);
        }
        if (transfer == null || !transfer.isPossible()) {
            failure = "its pixel format " + FrameFormats.name(avFormat)
                    + " cannot be converted; convert the video to yuv420p";
            return false;
        }
        format = next;
        return true;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public int transfer(FrameSlot slot) {
        int status = transfer.transfer(slot);
        if (status < 0) {
            failure = "a picture could not be converted from " + FrameFormats.name(avFormat)
                    + "; convert the video to yuv420p";
        }
        return status;
    }

    @Override
    public long presentationNs() {
        return decoder.presentationNs();
    }

    @Override
    public long periodNs() {
        return decoder.periodNs();
    }

    @Override
    public long frames() {
        return decoder.frames();
    }

    @Override
    public long lost() {
        return decoder.lost();
    }

    @Override
    public long missing() {
        return decoder.missing();
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public boolean rewind() {
        if (decoder.rewind()) {
            return true;
        }
        failure = "it cannot be played again from its start (" + decoder.failure() + "); leave out loop=true";
        return false;
    }

    @Override
    public void close() {
        if (transfer != null) {
            transfer.close();
            transfer = null;
        }
        decoder.close();
    }
}
