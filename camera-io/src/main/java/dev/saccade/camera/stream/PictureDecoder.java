package dev.saccade.camera.stream;

import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes coded pictures as they come: one thread, since each further one of FFmpeg's frame threads holds a picture
 * back, and low delay, so that no picture waits for one that might have to be shown before it. Damaged pictures are
 * counted and not given out. Stream's thread, then {@link #close()}.
 */
final class PictureDecoder implements AutoCloseable {
    private static final int[] HARDWARE = {avutil.AV_HWDEVICE_TYPE_CUDA, avutil.AV_HWDEVICE_TYPE_VAAPI};

    private final int again = avutil.AVERROR_EAGAIN();
    private final int outOfMemory = avutil.AVERROR_ENOMEM();

    private AVCodecContext codec;
    private AVBufferRef device;
    private AVFrame onDevice;
    private long torn;

    PictureDecoder(PacketInput input, boolean hardware) throws StreamFailure {
        try {
            open(input, hardware);
        } catch (StreamFailure | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(PacketInput input, boolean hardware) throws StreamFailure {
        AVCodec decoder = avcodec.avcodec_find_decoder(input.codecId());
        if (decoder == null) {
            throw new StreamFailure(
                    SourceException.Kind.BAD_INPUT,
                    "the stream is coded as "
                            + avcodec.avcodec_get_name(input.codecId()).getString()
                            + ", for which this FFmpeg has no decoder; set the camera to H.264, H.265 or MJPEG");
        }
        codec = avcodec.avcodec_alloc_context3(decoder);
        onDevice = avutil.av_frame_alloc();
        if (codec == null || onDevice == null) {
            throw new OutOfMemoryError("decoder");
        }
        check(input.describe(codec));
        codec.thread_count(1);
        codec.flags(codec.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
        if (input.codecId() == avcodec.AV_CODEC_ID_MJPEG) {
            // Otherwise the rest of a cut picture is left grey and nobody is told.
            codec.err_recognition(codec.err_recognition() | avcodec.AV_EF_EXPLODE);
        }
        if (hardware) {
            useHardware();
        }
        check(avcodec.avcodec_open2(codec, decoder, (AVDictionary) null));
    }

    private void check(int status) throws StreamFailure {
        if (status < 0) {
            throw new StreamFailure(
                    SourceException.Kind.BAD_INPUT,
                    "the stream's decoder cannot be opened (" + Ffmpeg.words(status) + ")");
        }
    }

    /** FFmpeg's default choice of a pixel format takes the device when one is set. */
    private void useHardware() {
        for (int type : HARDWARE) {
            AVBufferRef made = new AVBufferRef(null);
            if (avutil.av_hwdevice_ctx_create(made, type, (String) null, null, 0) >= 0) {
                device = made;
                codec.hw_device_ctx(avutil.av_buffer_ref(device));
                return;
            }
        }
    }

    /** Whether a decoding device was found. */
    boolean onHardware() {
        return device != null;
    }

    /** Pictures that were damaged, or could not be decoded at all. */
    long torn() {
        return torn;
    }

    /** Takes a coded picture. */
    void send(AVPacket packet) {
        if (avcodec.avcodec_send_packet(codec, packet) < 0) {
            torn++;
        }
    }

    /** Gives out a decoded picture, in ordinary memory; false when there is none for now. */
    boolean receive(AVFrame frame) {
        while (true) {
            AVFrame decoded = device == null ? frame : onDevice;
            int status = avcodec.avcodec_receive_frame(codec, decoded);
            if (status == again || status == outOfMemory) {
                return false;
            }
            if (status < 0) {
                torn++;
                return false;
            }
            if ((decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || decoded.decode_error_flags() != 0) {
                torn++;
            } else if (device == null || download(frame)) {
                return true;
            }
        }
    }

    /** Moves the picture off the device, when it is there; a codec that the device cannot decode is in memory already. */
    private boolean download(AVFrame frame) {
        avutil.av_frame_unref(frame);
        if (onDevice.format() != avutil.AV_PIX_FMT_CUDA && onDevice.format() != avutil.AV_PIX_FMT_VAAPI) {
            avutil.av_frame_move_ref(frame, onDevice);
            return true;
        }
        int status = avutil.av_hwframe_transfer_data(frame, onDevice, 0);
        if (status >= 0) {
            status = avutil.av_frame_copy_props(frame, onDevice);
        }
        avutil.av_frame_unref(onDevice);
        if (status < 0) {
            torn++;
        }
        return status >= 0;
    }

    @Override
    public void close() {
        if (codec != null) {
            avcodec.avcodec_free_context(codec);
            codec = null;
        }
        if (onDevice != null) {
            avutil.av_frame_free(onDevice);
            onDevice = null;
        }
        if (device != null) {
            avutil.av_buffer_unref(device);
            device = null;
        }
    }
}
