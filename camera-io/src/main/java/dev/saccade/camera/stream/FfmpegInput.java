package dev.saccade.camera.stream;

import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * A stream through FFmpeg's demultiplexers, which are asked to hold nothing back. Where pictures of H.264 or H.265 are
 * not marked off in the transport, FFmpeg's parser knows a picture to be complete only when the next one begins: such
 * streams (MPEG-TS, RTP datagrams) are one frame period late here.
 */
final class FfmpegInput implements PacketInput {
    // A redirection or a playlist must not lead to the file system or to protocols that nobody asked for.
    private static final String RTSP_PROTOCOLS = "rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto";
    private static final String HTTP_PROTOCOLS = "http,https,httpproxy,tcp,tls,crypto";
    private static final String HTTP_FORMATS =
            "mpjpeg,mjpeg,mpegts,h264,hevc,mpeg,flv,matroska,webm,mov,mp4,ogg,avi,asf,image2pipe,jpeg_pipe";
    private static final Set<String> WITHOUT_STAMPS = Set.of("mpjpeg", "mjpeg", "jpeg_pipe", "h264", "hevc");
    private static final long LARGEST_PROBE = 2_000_000;
    private static final long LONGEST_ANALYSIS_US = 2_000_000;
    private static final String DATAGRAM_BUFFER = "2000000";

    private final int again = avutil.AVERROR_EAGAIN();
    private final int exit = avutil.AVERROR_EXIT();
    private final int invalidData = avutil.AVERROR_INVALIDDATA();

    private final StreamUri uri;
    private final ReadBound bound;
    private AVFormatContext container;
    private AVPacket packet;
    private AVStream video;
    private int stream;
    private long timeBaseNum;
    private long timeBaseDen;
    private boolean stamped;
    private long arrivalNs;
    private long torn;

    /** Connects. Stream's thread, which must be a {@link StreamThread}. */
    FfmpegInput(StreamUri uri, ReadBound bound, long deadlineNs) throws StreamFailure {
        this.uri = uri;
        this.bound = bound;
        bound.until(deadlineNs);
        try {
            open();
        } catch (StreamFailure | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws StreamFailure {
        container = avformat.avformat_alloc_context();
        packet = avcodec.av_packet_alloc();
        if (container == null || packet == null) {
            throw new OutOfMemoryError("stream " + uri.shown());
        }
        container.interrupt_callback().callback(ReadBound.FUNCTION);
        container.flags(container.flags() | AVFormatContext.AVFMT_FLAG_NOBUFFER);
        AVDictionary options = options();
        int status;
        try (BytePointer url = new BytePointer(uri.url(), StandardCharsets.UTF_8)) {
            status = avformat.avformat_open_input(container, url, null, options);
        } finally {
            avutil.av_dict_free(options);
        }
        if (status < 0) {
            container = null;
            throw refused(status);
        }
        String format = container.iformat().name().getString();
        stamped = !WITHOUT_STAMPS.contains(format);
        if (container.nb_streams() == 0 || container.streams(0).codecpar().codec_id() != avcodec.AV_CODEC_ID_MJPEG) {
            status = avformat.avformat_find_stream_info(container, (AVDictionary) null);
            if (status < 0) {
                throw refused(status);
            }
        }
        stream = avformat.av_find_best_stream(container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw new StreamFailure(SourceException.Kind.BAD_INPUT, "the stream has no video; check its address");
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            container.streams(i).discard(i == stream ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        video = container.streams(stream);
        AVRational base = video.time_base();
        timeBaseNum = base.num();
        timeBaseDen = base.den();
    }

    private AVDictionary options() {
        AVDictionary options = new AVDictionary(null);
        if (uri.isRtsp()) {
            avutil.av_dict_set(options, "protocol_whitelist", RTSP_PROTOCOLS, 0);
            avutil.av_dict_set(options, "rtsp_transport", uri.udp() ? "udp" : "tcp", 0);
            avutil.av_dict_set(options, "allowed_media_types", "video", 0);
            avutil.av_dict_set(options, "buffer_size", DATAGRAM_BUFFER, 0);
            // Datagrams out of order count as lost rather than being waited for.
            avutil.av_dict_set(options, "reorder_queue_size", "0", 0);
        } else if (uri.scheme().equals("udp")) {
            avutil.av_dict_set(options, "protocol_whitelist", "udp", 0);
            avutil.av_dict_set(options, "buffer_size", DATAGRAM_BUFFER, 0);
            avutil.av_dict_set(options, "overrun_nonfatal", "1", 0);
            avutil.av_dict_set(options, "format_whitelist", "mpegts", 0);
        } else {
            avutil.av_dict_set(options, "protocol_whitelist", HTTP_PROTOCOLS, 0);
            avutil.av_dict_set(options, "format_whitelist", HTTP_FORMATS, 0);
        }
        avutil.av_dict_set_int(options, "max_delay", 0, 0);
        avutil.av_dict_set_int(options, "probesize", LARGEST_PROBE, 0);
        avutil.av_dict_set_int(options, "analyzeduration", LONGEST_ANALYSIS_US, 0);
        avutil.av_dict_set_int(options, "fpsprobesize", 0, 0);
        return options;
    }

    private StreamFailure refused(int status) {
        if (status == avutil.AVERROR_HTTP_UNAUTHORIZED() || status == avutil.AVERROR_HTTP_FORBIDDEN()) {
            return Refusals.credentials();
        }
        if (status == avutil.AVERROR_HTTP_NOT_FOUND()) {
            return Refusals.notFound();
        }
        if (status == exit) {
            return new StreamFailure(
                    SourceException.Kind.NO_DEVICE, "nothing came in time; check that the sender runs and its address");
        }
        if (status == invalidData) {
            return new StreamFailure(
                    SourceException.Kind.BAD_INPUT, "what comes is no stream that FFmpeg can read; check the address");
        }
        return new StreamFailure(
                SourceException.Kind.NO_DEVICE,
                "cannot be opened (" + Ffmpeg.words(status) + "); check that the server runs and its address");
    }

    @Override
    public int codecId() {
        return video.codecpar().codec_id();
    }

    @Override
    public int describe(AVCodecContext codec) {
        return avcodec.avcodec_parameters_to_context(codec, video.codecpar());
    }

    @Override
    public long periodNs() {
        AVRational rate = video.avg_frame_rate();
        return stamped && rate.num() > 0 && rate.den() > 0
                ? avutil.av_rescale(1_000_000_000L, rate.den(), rate.num())
                : 0;
    }

    @Override
    public int read() {
        avcodec.av_packet_unref(packet);
        bound.until(System.nanoTime() + uri.stallNs());
        int status = avformat.av_read_frame(container, packet);
        arrivalNs = System.nanoTime();
        if (status < 0) {
            if (status == exit) {
                return bound.isAborted() ? ENDED : STALLED;
            }
            if (status == invalidData) {
                torn++;
                return NOTHING;
            }
            return status == again ? NOTHING : ENDED;
        }
        if (packet.stream_index() != stream) {
            return NOTHING;
        }
        if ((packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0) {
            torn++;
            return NOTHING;
        }
        long stamp = packet.pts();
        packet.pts(
                !stamped || stamp == avutil.AV_NOPTS_VALUE
                        ? avutil.AV_NOPTS_VALUE
                        : avutil.av_rescale(stamp, 1_000_000_000L * timeBaseNum, timeBaseDen));
        return PACKET;
    }

    @Override
    public AVPacket packet() {
        return packet;
    }

    @Override
    public long arrivalNs() {
        return arrivalNs;
    }

    @Override
    public long mediaNs() {
        long stamp = packet.pts();
        return stamp == avutil.AV_NOPTS_VALUE ? MediaClock.UNKNOWN : stamp;
    }

    @Override
    public long senderNs() {
        return MediaClock.UNKNOWN;
    }

    @Override
    public long torn() {
        return torn;
    }

    @Override
    public void close() {
        if (container != null) {
            // A server that has gone silent must not hold up the farewell.
            bound.until(System.nanoTime() + Refusals.FAREWELL_NS);
            avformat.avformat_close_input(container);
            container = null;
        }
        if (packet != null) {
            avcodec.av_packet_free(packet);
            packet = null;
        }
    }
}
