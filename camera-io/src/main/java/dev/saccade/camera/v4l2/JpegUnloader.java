package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import dev.saccade.internal.media.FrameFormats;
import dev.saccade.internal.media.Scaler;
import dev.saccade.v4l2.PictureRows;
import dev.saccade.v4l2.TakenPicture;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Motion JPEG: decoded by FFmpeg on this thread, each picture alone. 4:2:0 pictures stay as they are, others become
 * I420, grey ones GRAY8. A picture that its decoder has the least complaint about is damaged.
 */
final class JpegUnloader implements Unloader {
    private static final int LEAST_BYTES = 4;
    /** Zeros behind a coded picture: decoders read in whole words. */
    private static final int PADDING = 64;

    private final AVCodecContext codec;
    private final AVPacket packet;
    private final AVFrame frame;
    private final int capacity;
    private final LongPointer planes;
    private final BytePointer zeros = new BytePointer(PADDING);
    private final long coded;
    private FrameFormat format;
    private Scaler scaler;
    private int codedFormat = avutil.AV_PIX_FMT_NONE;

    JpegUnloader(String uri, Negotiated agreed) throws SourceException {
        Ffmpeg.load(uri);
        capacity = agreed.bytes()[0];
        // What cameras send; the first picture decides.
        format = new FrameFormat(PixelFormat.I420, agreed.width(), agreed.height(), 601, true);
        AVCodec decoder = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_MJPEG);
        codec = avcodec.avcodec_alloc_context3(decoder);
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        if (codec == null || packet == null || frame == null || avcodec.av_new_packet(packet, capacity + PADDING) < 0) {
            throw new OutOfMemoryError("decoder of " + uri);
        }
        codec.thread_count(1);
        codec.err_recognition(avcodec.AV_EF_EXPLODE | avcodec.AV_EF_BITSTREAM | avcodec.AV_EF_BUFFER);
        int status = avcodec.avcodec_open2(codec, decoder, (AVDictionary) null);
        if (status < 0) {
            free();
            throw new SourceException(
                    SourceException.Kind.NO_DEVICE,
                    "source " + uri + ": FFmpeg's MJPEG decoder cannot be opened (" + Ffmpeg.words(status)
                            + "); choose another format");
        }
        planes = new LongPointer(frame.data());
        coded = packet.data().address();
        Pointer.memset(zeros, 0, PADDING);
    }

    @Override
    public long[] leastBytes() {
        return new long[] {LEAST_BYTES, 0, 0};
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public boolean read(TakenPicture picture) {
        int bytes = (int) Math.min(picture.bytes(0), capacity);
        PictureRows.copy(coded, bytes, picture.plane(0), bytes, bytes, 1);
        PictureRows.copy(coded + bytes, PADDING, zeros.address(), PADDING, PADDING, 1);
        packet.size(bytes);
        if (avcodec.avcodec_send_packet(codec, packet) < 0 || avcodec.avcodec_receive_frame(codec, frame) < 0) {
            avcodec.avcodec_flush_buffers(codec);
            return false;
        }
        if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
            return false;
        }
        return isAsBefore() || plan();
    }

    private boolean isAsBefore() {
        return frame.format() == codedFormat && frame.width() == format.width() && frame.height() == format.height();
    }

    /** The first picture, or one of another size or sampling. */
    private boolean plan() {
        FrameFormat next = FrameFormats.isSize(frame.width(), frame.height()) ? FrameFormats.of(frame, true) : null;
        if (next == null) {
            return false;
        }
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
        codedFormat = frame.format();
        format = next.equals(format) ? format : next;
        if (FrameFormats.same(codedFormat) != format.pixels()) {
            scaler = new Scaler(
                    format.width(),
                    format.height(),
                    codedFormat,
                    format.fullRange(),
                    FrameFormats.toAv(format.pixels()),
                    format.pixels().isYuv() ? format.fullRange() : true,
                    format.matrix(),
                    true);
            return scaler.isPossible();
        }
        return true;
    }

    @Override
    public boolean write(FrameSlot slot) {
        PixelFormat pixels = format.pixels();
        if (scaler == null) {
            for (int p = 0; p < pixels.planes(); p++) {
                PictureRows.copy(
                        slot.address(p),
                        slot.stride(p),
                        planes.get(p),
                        frame.linesize(p),
                        pixels.rowBytes(p, format.width()),
                        pixels.rows(p, format.height()));
            }
            return true;
        }
        for (int p = 0; p < 4; p++) {
            scaler.source(p, planes.get(p), frame.linesize(p));
        }
        for (int p = 0; p < pixels.planes(); p++) {
            scaler.target(p, slot.address(p), slot.stride(p));
        }
        return scaler.run() >= 0;
    }

    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
        free();
    }

    private void free() {
        zeros.close();
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(codec);
    }
}
