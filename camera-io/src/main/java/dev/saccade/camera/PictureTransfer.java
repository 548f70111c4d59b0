package dev.saccade.camera;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Moves decoded pictures of one format into slots: plane by plane when the layouts agree, through swscale (loaded only
 * then) when not. Reads the frame's plane addresses through views that are made once, so that nothing is allocated per
 * frame. One thread, then {@link #close()}.
 */
final class PictureTransfer implements AutoCloseable {
    private static final int PLANES = 4;

    private final AVFrame frame;
    private final FrameFormat format;
    private final boolean copies;
    private final LongPointer addresses;
    private final MovingPointer from = new MovingPointer();
    private final MovingPointer to = new MovingPointer();
    private SwsContext scaler;
    private PointerPointer<?> sourcePlanes;
    private IntPointer sourceStrides;
    private PointerPointer<?> targetPlanes;
    private LongPointer targetAddresses;
    private IntPointer targetStrides;

    /**
     * Plans the transfer of pictures like the one that the frame holds now.
     *
     * @param frame the decoder's reused frame
     * @param format of {@link FrameFormats#of}
     */
    PictureTransfer(AVFrame frame, FrameFormat format) {
        this.frame = frame;
        this.format = format;
        addresses = new LongPointer(frame.data());
        copies = FrameFormats.same(frame.format()) != null;
        if (!copies) {
            planConversion();
        }
    }

    private void planConversion() {
        scaler = swscale.sws_getContext(
                format.width(),
                format.height(),
                frame.format(),
                format.width(),
                format.height(),
                FrameFormats.toAv(format.pixels()),
                swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null) {
            return;
        }
        // The same matrix and range on both sides: only the sampling of the chroma may change.
        IntPointer matrix = swscale.sws_getCoefficients(
                frame.colorspace() == avutil.AVCOL_SPC_BT709 ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601);
        int range = FrameFormats.isFullRange(frame) ? 1 : 0;
        int targetRange = format.pixels().isYuv() ? range : 1;
        swscale.sws_setColorspaceDetails(scaler, matrix, range, matrix, targetRange, 0, 1 << 16, 1 << 16);
        sourcePlanes = frame.data();
        sourceStrides = frame.linesize();
        targetPlanes = new PointerPointer<>(PLANES);
        targetAddresses = new LongPointer(targetPlanes);
        targetStrides = new IntPointer(PLANES);
        for (int p = 0; p < PLANES; p++) {
            targetAddresses.put(p, 0);
            targetStrides.put(p, 0);
        }
    }

    /** Whether this FFmpeg can do it. */
    boolean isPossible() {
        return copies || scaler != null;
    }

    /** Writes the frame's picture into a slot that is prepared for the format. Returns a negative status on failure. */
    int transfer(FrameSlot slot) {
        PixelFormat pixels = format.pixels();
        if (copies) {
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
        for (int p = 0; p < pixels.planes(); p++) {
            targetAddresses.put(p, slot.address(p));
            targetStrides.put(p, slot.stride(p));
        }
        return swscale.sws_scale(scaler, sourcePlanes, sourceStrides, 0, format.height(), targetPlanes, targetStrides);
    }

    /** Frees the converter. Idempotent. */
    @Override
    public void close() {
        if (scaler != null) {
            swscale.sws_freeContext(scaler);
            targetPlanes.deallocate();
            targetStrides.deallocate();
            scaler = null;
        }
    }
}
