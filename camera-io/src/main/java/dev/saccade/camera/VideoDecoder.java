package dev.saccade.camera;

import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import dev.saccade.internal.media.FrameFormats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Demultiplexes and decodes the best video stream of a file, one picture after another into one reused frame. One
 * thread, then {@link #close()}. Packets that cannot be decoded and pictures that the decoder marks as damaged are
 * skipped and counted in {@link #lost()}.
 */
final class VideoDecoder implements AutoCloseable {
    // Bounds one call to a few ms where the file is damaged or mostly other streams.
    private static final int STEPS_PER_CALL = 256;
    private static final int MOST_READ_ERRORS = 64;
    private static final int MOST_DECODE_ERRORS = 64;

    private final int again = avutil.AVERROR_EAGAIN();
    private final int endOfFile = avutil.AVERROR_EOF();
    private final int invalidData = avutil.AVERROR_INVALIDDATA();

    private final String uri;
    private AVFormatContext container;
    private AVCodecContext codec;
    private AVPacket packet;
    private AVFrame frame;
    private int stream;
    private long timeBaseNum;
    private long timeBaseDen;
    private long periodNs;
    private long frames;
    private long packets;
    private boolean draining;
    private long lost;
    private int readErrors;
    private int decodeErrors;
    private int failure;

    VideoDecoder(String uri, Path file) throws SourceException {
        this.uri = uri;
        try {
            open(file);
        } catch (SourceException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(Path file) throws SourceException {
        container = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        // A playlist inside the file must not make us open anything but files.
        avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
        int status;
        try (BytePointer url = new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8)) {
            status = avformat.avformat_open_input(container, url, null, options);
        } finally {
            avutil.av_dict_free(options);
        }
        if (status < 0) {
            container = null;
            throw bad("is not a video that FFmpeg can read (" + Ffmpeg.words(status) + "); check the file");
        }
        if (container.iformat().name().getString().equals("tty")) {
            throw bad("is text, not a video; give a video file");
        }
        check(
                avformat.avformat_find_stream_info(container, (AVDictionary) null),
                "has streams that FFmpeg cannot make out");
        stream = avformat.av_find_best_stream(container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw bad("has no video stream; give a file with pictures in it");
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            container.streams(i).discard(i == stream ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        openCodec(container.streams(stream));
        packet = avcodec.av_packet_alloc();
        frame = avutil.av_frame_alloc();
        if (packet == null || frame == null) {
            throw new OutOfMemoryError("packet and frame of " + uri);
        }
    }

    private void openCodec(AVStream video) throws SourceException {
        AVCodecParameters parameters = video.codecpar();
        if (parameters.width() <= 0 || parameters.height() <= 0) {
            throw bad("does not tell its picture size; it is damaged or no video");
        }
        FrameFormats.checkSize(uri, parameters.width(), parameters.height());
        AVCodec decoder = avcodec.avcodec_find_decoder(parameters.codec_id());
        if (decoder == null) {
            throw bad("is coded as "
                    + avcodec.avcodec_get_name(parameters.codec_id()).getString()
                    + ", for which this FFmpeg has no decoder; convert it to H.264 or MJPEG");
        }
        codec = avcodec.avcodec_alloc_context3(decoder);
        if (codec == null) {
            throw new OutOfMemoryError("decoder of " + uri);
        }
        check(avcodec.avcodec_parameters_to_context(codec, parameters), "has parameters that its decoder refuses");
        // One thread: frame threading would hold back as many frames as there are threads.
        codec.thread_count(1);
        check(avcodec.avcodec_open2(codec, decoder, (AVDictionary) null), "cannot be decoded");
        AVRational base = video.time_base();
        timeBaseNum = base.num();
        timeBaseDen = base.den();
        AVRational rate = video.avg_frame_rate();
        if (rate.num() <= 0 || rate.den() <= 0) {
            rate = video.r_frame_rate();
        }
        periodNs = rate.num() > 0 && rate.den() > 0 ? avutil.av_rescale(1_000_000_000L, rate.den(), rate.num()) : 0;
        frames = stated(video);
    }

    /**
     * The number of pictures that the header states, -1 when it states none; never an estimate. It counts entries that
     * hold no picture as well: an AVI's repeats, samples outside an MP4's edit list. The index leaves those out. A cut
     * AVI has lost its index, which stands at the end of the file.
     */
    private static long stated(AVStream video) {
        long header = video.nb_frames();
        if (header <= 0) {
            return -1;
        }
        int entries = avformat.avformat_index_get_entries_count(video);
        if (entries == 0 || entries >= header || video.duration() <= 0) {
            return header;
        }
        long first = avformat.avformat_index_get_entry(video, 0).timestamp();
        long latest = avformat.avformat_index_get_entry(video, entries - 1).timestamp();
        long duration = video.duration();
        boolean spansAll = latest - first + duration / header >= duration - duration / 50;
        return spansAll ? entries : header;
    }

    private void check(int status, String what) throws SourceException {
        if (status < 0) {
            throw bad(what + " (" + Ffmpeg.words(status) + ")");
        }
    }

    private SourceException bad(String what) {
        return new SourceException(SourceException.Kind.BAD_INPUT, "source " + uri + ": the file " + what);
    }

    /** Frame period by the container, ns; 0 when unknown. */
    long periodNs() {
        return periodNs;
    }

    /** Number of frames by the container, -1 when unknown. */
    long frames() {
        return frames;
    }

    /**
     * Packets that the header promised and that did not come, at the end. Packets, because an intact one may hold no
     * picture of its own: a field, a hidden reference, a lead-in that the edit list hides.
     */
    long missing() {
        return Math.max(0, frames - packets);
    }

    /** Pictures that were skipped because they could not be decoded. */
    long lost() {
        return lost;
    }

    /** The picture of the latest {@link Clip#PICTURE}, valid until the next call of {@link #next}. */
    AVFrame frame() {
        return frame;
    }

    /** Presentation time of {@link #frame()}, ns, or {@link Long#MIN_VALUE} when the file does not say. */
    long presentationNs() {
        long stamp = frame.best_effort_timestamp();
        return stamp == avutil.AV_NOPTS_VALUE
                ? Long.MIN_VALUE
                : avutil.av_rescale(stamp, 1_000_000_000L * timeBaseNum, timeBaseDen);
    }

    /** Decodes on to the next picture: {@link Clip#PICTURE}, WORKING, END or FAILED. */
    int next() {
        for (int step = 0; step < STEPS_PER_CALL; step++) {
            int status = avcodec.avcodec_receive_frame(codec, frame);
            if (status == 0) {
                if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) == 0 && frame.decode_error_flags() == 0) {
                    return Clip.PICTURE;
                }
                lost++;
            } else if (status == endOfFile) {
                return Clip.END;
            } else if (status == again) {
                if (!feed()) {
                    return Clip.FAILED;
                }
            } else if (++decodeErrors > MOST_DECODE_ERRORS || !isBadData(status)) {
                failure = status;
                return Clip.FAILED;
            }
        }
        return Clip.WORKING;
    }

    /** Gives the decoder one more packet, or tells it that none follows. False on a failure for good. */
    private boolean feed() {
        decodeErrors = 0;
        int status = avformat.av_read_frame(container, packet);
        if (status == endOfFile) {
            draining = true;
            return accept(avcodec.avcodec_send_packet(codec, null));
        }
        if (status < 0) {
            readErrors++;
            failure = status;
            return status == again || (status == invalidData && readErrors <= MOST_READ_ERRORS);
        }
        readErrors = 0;
        if (packet.stream_index() != stream) {
            avcodec.av_packet_unref(packet);
            return true;
        }
        packets++;
        status = avcodec.avcodec_send_packet(codec, packet);
        avcodec.av_packet_unref(packet);
        return accept(status);
    }

    private boolean accept(int status) {
        if (status == 0 || (draining && status == endOfFile) || isBadData(status)) {
            return true;
        }
        failure = status;
        return false;
    }

    private boolean isBadData(int status) {
        // Decoders report damage under several names; only running out of memory is a reason to stop.
        if (status < 0 && status != avutil.AVERROR_ENOMEM()) {
            lost++;
            return true;
        }
        return false;
    }

    /** FFmpeg's words on the latest {@link Clip#FAILED}. */
    String failure() {
        return Ffmpeg.words(failure);
    }

    /** Goes back to the first picture. False when the file cannot be sought in. */
    boolean rewind() {
        int status = avformat.av_seek_frame(container, stream, 0, avformat.AVSEEK_FLAG_BACKWARD);
        if (status < 0) {
            status = avformat.av_seek_frame(container, -1, 0, avformat.AVSEEK_FLAG_BYTE);
        }
        if (status < 0) {
            failure = status;
            return false;
        }
        avcodec.avcodec_flush_buffers(codec);
        draining = false;
        readErrors = 0;
        packets = 0;
        return true;
    }

    /** Frees everything. Idempotent. */
    @Override
    public void close() {
        if (frame != null) {
            avutil.av_frame_free(frame);
            frame = null;
        }
        if (packet != null) {
            avcodec.av_packet_free(packet);
            packet = null;
        }
        if (codec != null) {
            avcodec.avcodec_free_context(codec);
            codec = null;
        }
        if (container != null) {
            avformat.avformat_close_input(container);
            container = null;
        }
    }
}
