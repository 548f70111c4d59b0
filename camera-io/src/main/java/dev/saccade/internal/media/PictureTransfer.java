package dev.saccade.internal.media;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.LongPointer;

/**
 * Moves decoded pictures of one format into slots: plane by plane when the layouts agree, through swscale (loaded only
 * then) when not. Reads the frame's plane addresses through a view that is made once, so that nothing is allocated per
 * frame. One thread, then {@link #close()}.
 */
public final class PictureTransfer implements AutoCloseable {
    private static final int PLANES = 4;

    private final AVFrame frame;
    private final FrameFormat format;
    private final LongPointer addresses;
    private final MovingPointer from = new MovingPointer();
    private final MovingPointer to = new MovingPointer();
    private final Scaler scaler;

    /**
     * Plans the transfer of pictures like the one that the frame holds now.
     *
     * @param frame the decoder's reused frame
     * @param format of {@link FrameFormats#of}
     */
    public PictureTransfer(AVFrame frame, FrameFormat format) {
        this.frame = frame;
        this.format = format;
        addresses = new LongPointer(frame.data());
        if (FrameFormats.same(frame.format()) == format.pixels()) {
            scaler = null;
            return;
        }
        // The same range on both sides: only the sampling of the chroma may change.
        boolean full = FrameFormats.isFullRange(frame);
        // To BGR by the ordinary path: the very bytes that OpenCV and other players hand on, and that models have been
        // trained and judged with. The exact path differs from them by one or two grey levels.
        boolean exact = format.pixels() != PixelFormat.BGR24;
        scaler = new Scaler(
                format.width(),
                format.height(),
                frame.format(),
                full,
                FrameFormats.toAv(format.pixels()),
                format.pixels().isYuv() ? full : true,
                FrameFormats.matrix(frame),
                exact);
    }

    /** Whether this FFmpeg can do it. */
    public boolean isPossible() {
        return scaler == null || scaler.isPossible();
    }

    /** Writes the frame's picture into a slot that is prepared for the format. Returns a negative status on failure. */
    public int transfer(FrameSlot slot) {
        PixelFormat pixels = format.pixels();
        if (scaler == null) {
            for (int p = 0; p < pixels.planes(); p++) {
                avutil.av_image_copy_plane(
                        to.to(slot.address(p)),
                        slot.stride(p),
                        from.to(addresses.get(p)),
                        frame.linesize(p),
                        pixels.rowBytes(p, format.width()),
                        pixels.rows(p, format.height()));
            }
            return 0;
        }
        for (int p = 0; p < PLANES; p++) {
            scaler.source(p, addresses.get(p), frame.linesize(p));
        }
        for (int p = 0; p < pixels.planes(); p++) {
            scaler.target(p, slot.address(p), slot.stride(p));
        }
        return scaler.run();
    }

    /** Frees the converter. */
    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
        }
    }
}
