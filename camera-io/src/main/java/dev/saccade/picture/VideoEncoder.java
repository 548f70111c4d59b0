package dev.saccade.picture;

import dev.saccade.internal.media.Ffmpeg;
import dev.saccade.internal.media.Scaler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Encodes pictures of one size and format into a video file through FFmpeg. The first encoder of the wished ones that
 * this FFmpeg has, and that takes the size, is used. One thread; a file is valid only after {@link #finish()}.
 */
final class VideoEncoder implements AutoCloseable {
    private static final int RATE_DENOMINATOR = 1000;
    private static final double BITS_PER_PIXEL = 0.15;
    private static final long LEAST_BITS_PER_SECOND = 1_000_000;
    private static final int KEY_FRAME_EVERY = 30;
    private static final int PLANES = 4;

    /** What goes in and how it is coded. */
    record Spec(
            int width, int height, double fps, int sourceFormat, String container, List<String> encoders, int format) {}

    private final Path file;
    private final Path target;
    private final Spec spec;
    private final int again = avutil.AVERROR_EAGAIN();
    private final int endOfFile = avutil.AVERROR_EOF();
    private AVFormatContext container;
    private AVCodecContext codec;
    private AVStream stream;
    private AVFrame frame;
    private AVPacket packet;
    private Scaler scaler;

    /**
     * Opens the file.
     *
     * @param file written here
     * @param target the name that messages give
     * @param spec what goes in and how it is coded
     */
    VideoEncoder(Path file, Path target, Spec spec) throws PictureException {
        this.file = file;
        this.target = target;
        this.spec = spec;
        try {
            open();
        } catch (PictureException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws PictureException {
        AVFormatContext made = new AVFormatContext(null);
        try (BytePointer name = new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8);
                BytePointer kind = new BytePointer(spec.container())) {
            check(avformat.avformat_alloc_output_context2(made, null, kind, name), "its container cannot be made");
            container = made;
            codec = openCodec();
            stream = avformat.avformat_new_stream(container, null);
            if (stream == null) {
                throw new OutOfMemoryError("stream of " + target);
            }
            stream.time_base(codec.time_base());
            stream.avg_frame_rate(codec.framerate());
            check(avcodec.avcodec_parameters_from_context(stream.codecpar(), codec), "its coding cannot be described");
            AVIOContext io = new AVIOContext(null);
            check(avformat.avio_open(io, name, avformat.AVIO_FLAG_WRITE), "it cannot be written; check the directory");
            container.pb(io);
        }
        check(avformat.avformat_write_header(container, (AVDictionary) null), "its header cannot be written");
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        frame.width(spec.width());
        frame.height(spec.height());
        frame.format(spec.format());
        check(avutil.av_frame_get_buffer(frame, 0), "memory is short");
        scaler = new Scaler(
                spec.width(),
                spec.height(),
                spec.sourceFormat(),
                spec.sourceFormat() == avutil.AV_PIX_FMT_BGR24,
                spec.format(),
                spec.format() == avutil.AV_PIX_FMT_YUVJ420P,
                601,
                true);
        if (!scaler.isPossible()) {
            throw failed("its pixel format cannot be made", 0);
        }
    }

    private AVCodecContext openCodec() throws PictureException {
        int status = 0;
        for (String name : spec.encoders()) {
            AVCodec encoder = avcodec.avcodec_find_encoder_by_name(name);
            if (encoder == null) {
                continue;
            }
            AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
            configure(context);
            status = avcodec.avcodec_open2(context, encoder, (AVDictionary) null);
            if (status >= 0) {
                return context;
            }
            avcodec.avcodec_free_context(context);
        }
        throw failed(
                "no encoder of " + String.join(", ", spec.encoders()) + " takes " + spec.width() + "x" + spec.height()
                        + "; write images into a directory instead",
                status);
    }

    private void configure(AVCodecContext context) {
        int rate = (int) Math.round(spec.fps() * RATE_DENOMINATOR);
        context.width(spec.width());
        context.height(spec.height());
        try (AVRational ratio = new AVRational()) {
            context.time_base(ratio.num(RATE_DENOMINATOR).den(rate));
            context.framerate(ratio.num(rate).den(RATE_DENOMINATOR));
        }
        context.pix_fmt(spec.format());
        context.gop_size(KEY_FRAME_EVERY);
        context.max_b_frames(0);
        context.thread_count(1);
        context.color_range(
                spec.format() == avutil.AV_PIX_FMT_YUVJ420P ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
        context.colorspace(avutil.AVCOL_SPC_SMPTE170M);
        double pixelsPerSecond = spec.fps() * spec.width() * spec.height();
        context.bit_rate(Math.max(LEAST_BITS_PER_SECOND, (long) (pixelsPerSecond * BITS_PER_PIXEL)));
        if ((container.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
    }

    /** Name of the encoder that was opened. */
    String encoder() {
        return codec.codec().name().getString();
    }

    /** Sets a plane of the next picture. */
    void source(int plane, long address, int stride) {
        scaler.source(plane, address, stride);
    }

    /** Encodes the picture at its place in the video, in frame periods from 0, growing. */
    void encode(long place) throws PictureException {
        check(avutil.av_frame_make_writable(frame), "memory is short");
        LongPointer planes = new LongPointer(frame.data());
        for (int p = 0; p < PLANES; p++) {
            scaler.target(p, planes.get(p), frame.linesize(p));
        }
        check(scaler.run(), "a picture cannot be converted");
        frame.pts(place);
        check(avcodec.avcodec_send_frame(codec, frame), "a picture cannot be encoded");
        drain();
    }

    private void drain() throws PictureException {
        while (true) {
            int status = avcodec.avcodec_receive_packet(codec, packet);
            if (status == again || status == endOfFile) {
                return;
            }
            check(status, "a picture cannot be encoded");
            avcodec.av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            status = avformat.av_interleaved_write_frame(container, packet);
            avcodec.av_packet_unref(packet);
            check(status, "it cannot be written; check the space on the disk");
        }
    }

    /** Writes what the encoder still holds, and the index. */
    void finish() throws PictureException {
        check(avcodec.avcodec_send_frame(codec, null), "the last pictures cannot be encoded");
        drain();
        check(avformat.av_write_trailer(container), "its end cannot be written; check the space on the disk");
        AVIOContext io = container.pb();
        container.pb(null);
        check(avformat.avio_closep(io), "it cannot be closed; check the space on the disk");
    }

    private void check(int status, String what) throws PictureException {
        if (status < 0) {
            throw failed(what, status);
        }
    }

    private PictureException failed(String what, int status) {
        String words = status < 0 ? " (" + Ffmpeg.words(status) + ")" : "";
        return new PictureException(false, "video " + target + ": " + what + words, null);
    }

    /** Frees everything. Idempotent. */
    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
        if (packet != null) {
            avcodec.av_packet_free(packet);
            packet = null;
        }
        if (frame != null) {
            avutil.av_frame_free(frame);
            frame = null;
        }
        if (codec != null) {
            avcodec.avcodec_free_context(codec);
            codec = null;
        }
        if (container != null) {
            if (container.pb() != null) {
                avformat.avio_closep(container.pb());
                container.pb(null);
            }
            avformat.avformat_free_context(container);
            container = null;
        }
    }
}
