package dev.saccade.camera.stream;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;

/**
 * H.264 and H.265 of an RTSP server, RTP inside the TCP connection. Gives each picture to the decoder when RTP marks
 * its end, one frame period before FFmpeg's own RTSP reader, whose parser waits for the next picture; and knows the
 * sender's clock by the RTCP report that belongs to the timestamps.
 */
final class RtspInput implements PacketInput {
    private static final Pattern CHANNELS = Pattern.compile("interleaved=([0-9]{1,3})");
    private static final Pattern TIMEOUT = Pattern.compile("timeout=([0-9]{1,5})");
    private static final long USUAL_TIMEOUT_S = 60;
    private static final long LONGEST_WAIT_FOR_KEY_NS = 3_000_000_000L;
    private static final long NTP_TO_UNIX_S = 2_208_988_800L;
    private static final byte[] NONE = {};
    private static final int RTP_HEADER = 12;
    private static final int SENDER_REPORT = 200;
    private static final int PADDING = avcodec.AV_INPUT_BUFFER_PADDING_SIZE;

    private final StreamUri uri;
    private final RtspAuthority authority;
    private final RtspConnection connection;
    private SessionDescription video;
    private AccessUnit unit;
    private AVPacket packet;
    private BytePointer coded = new BytePointer(1 << 18);
    private byte[] prefix = NONE;
    private int rtpChannel;
    private long keepAliveNs;
    private long nextKeepAliveNs;
    private long latestVideoNs;
    private long chainBrokenNs;
    private long arrivalNs;
    private long mediaNs;
    private long extendedStamp;
    private boolean stamped;
    private boolean reported;
    private long reportWallNs;
    private long reportStamp;
    private String base = "";

    /** Makes an input that is not connected; {@link #connect} does that. */
    RtspInput(StreamUri uri, RtspAuthority authority) {
        this.uri = uri;
        this.authority = authority;
        connection = new RtspConnection(authority);
    }

    /**
     * Connects as far as the description.
     *
     * @return whether this class can read what the server offers; false: let FFmpeg try
     */
    boolean connect(long deadlineNs) throws StreamFailure {
        RtspConnection.Reply reply;
        try {
            connection.connect(deadlineNs);
            reply = connection.ask("DESCRIBE", authority.url(), "Accept: application/sdp\r\n", deadlineNs);
        } catch (IOException e) {
            throw Refusals.unreachable(String.valueOf(e.getMessage()), e);
        }
        check(reply);
        video = SessionDescription.parse(reply.body());
        base = reply.first("Content-Base").isEmpty() ? authority.url() : reply.first("Content-Base");
        return (video.coding().equals("H264") || video.coding().equals("H265")) && video.payloadType() >= 0;
    }

    private static void check(RtspConnection.Reply reply) throws StreamFailure {
        switch (reply.status()) {
            case 200 -> {}
            case 401, 403 -> throw Refusals.credentials();
            case 404 -> throw Refusals.notFound();
            default -> throw Refusals.unreachable("the server answers " + reply.status(), null);
        }
    }

    /** Asks for the pictures. */
    void play(long deadlineNs) throws StreamFailure {
        try {
            RtspConnection.Reply setup =
                    connection.ask("SETUP", track(), "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", deadlineNs);
            check(setup);
            Matcher channels = CHANNELS.matcher(setup.first("Transport"));
            rtpChannel = channels.find() ? Integer.parseInt(channels.group(1)) : 0;
            Matcher timeout = TIMEOUT.matcher(setup.first("Session"));
            long seconds = timeout.find() ? Long.parseLong(timeout.group(1)) : USUAL_TIMEOUT_S;
            keepAliveNs = TimeUnit.SECONDS.toNanos(Math.max(1, seconds / 2));
            check(connection.ask("PLAY", base, "Range: npt=0.000-\r\n", deadlineNs));
            connection.setLongestSilence(uri.stallNs());
        } catch (IOException e) {
            throw Refusals.unreachable(String.valueOf(e.getMessage()), e);
        }
        unit = new AccessUnit(video.coding().equals("H265"));
        packet = avcodec.av_packet_alloc();
        if (packet == null) {
            throw new OutOfMemoryError("packet of " + uri.shown());
        }
        prefix = prefix();
        latestVideoNs = System.nanoTime();
        chainBrokenNs = latestVideoNs;
        nextKeepAliveNs = latestVideoNs + keepAliveNs;
    }

    private String track() {
        String control = video.control();
        if (control.isEmpty() || control.equals("*")) {
            return base;
        }
        return control.startsWith("rtsp:") ? control : base + (base.endsWith("/") ? "" : "/") + control;
    }

    /** The parameter sets behind start codes: the first picture is preceded by them. */
    private byte[] prefix() {
        int size = 0;
        for (byte[] set : video.parameterSets()) {
            size += 4 + set.length;
        }
        byte[] bytes = new byte[size];
        int at = 0;
        for (byte[] set : video.parameterSets()) {
            bytes[at + 3] = 1;
            System.arraycopy(set, 0, bytes, at + 4, set.length);
            at += 4 + set.length;
        }
        return bytes;
    }

    @Override
    public int codecId() {
        return video.coding().equals("H265") ? avcodec.AV_CODEC_ID_HEVC : avcodec.AV_CODEC_ID_H264;
    }

    @Override
    public int describe(AVCodecContext codec) {
        return 0;
    }

    @Override
    public long periodNs() {
        return video.fps() > 0 ? Math.round(1e9 / video.fps()) : 0;
    }

    @Override
    public int read() {
        int status = connection.next();
        arrivalNs = System.nanoTime();
        if (status == RtspConnection.ENDED) {
            return ENDED;
        }
        if (status == RtspConnection.SILENT || arrivalNs - latestVideoNs > uri.stallNs()) {
            return STALLED;
        }
        if (arrivalNs - nextKeepAliveNs > 0 && !keepAlive()) {
            return ENDED;
        }
        if (status != RtspConnection.PACKET) {
            return NOTHING;
        }
        byte[] bytes = connection.buffer();
        int from = connection.from();
        int length = connection.length();
        if (connection.channel() == rtpChannel) {
            return media(bytes, from, length);
        }
        if (connection.channel() == rtpChannel + 1) {
            report(bytes, from, length);
        }
        return NOTHING;
    }

    private boolean keepAlive() {
        nextKeepAliveNs = arrivalNs + keepAliveNs;
        try {
            connection.send("OPTIONS", base, "");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** An RTP packet, RFC 3550 section 5.1. */
    private int media(byte[] bytes, int from, int length) {
        if (length < RTP_HEADER || (bytes[from] & 0xc0) != 0x80 || (bytes[from + 1] & 0x7f) != video.payloadType()) {
            return NOTHING;
        }
        int header = RTP_HEADER + 4 * (bytes[from] & 0x0f);
        if ((bytes[from] & 0x10) != 0) {
            header += length < header + 4 ? length : 4 + 4 * int16(bytes, from + header + 2);
        }
        int padding = (bytes[from] & 0x20) != 0 ? bytes[from + length - 1] & 0xff : 0;
        int payload = length - header - padding;
        if (payload < 0) {
            return NOTHING;
        }
        latestVideoNs = arrivalNs;
        boolean marker = (bytes[from + 1] & 0x80) != 0;
        int whole = unit.add(int16(bytes, from + 2), int32(bytes, from + 4), marker, bytes, from + header, payload);
        if (whole != AccessUnit.WHOLE) {
            awaitKey();
            return NOTHING;
        }
        chainBrokenNs = arrivalNs;
        stamp(unit.timestamp());
        hand();
        return PACKET;
    }

    /** Some encoders refresh by stripes and never send a picture that stands alone. */
    private void awaitKey() {
        if (!unit.awaitsKey()) {
            chainBrokenNs = arrivalNs;
        } else if (arrivalNs - chainBrokenNs > LONGEST_WAIT_FOR_KEY_NS) {
            unit.acceptAnyStart();
        }
    }

    private void stamp(long timestamp) {
        extendedStamp = stamped ? extendedStamp + (int) (timestamp - extendedStamp) : timestamp;
        stamped = true;
        mediaNs = toNs(extendedStamp);
    }

    private long toNs(long ticks) {
        int rate = video.clockRate();
        return ticks / rate * 1_000_000_000L + ticks % rate * 1_000_000_000L / rate;
    }

    /** Hands the picture to the packet. The decoder copies it: the memory is ours again at the next read. */
    private void hand() {
        int size = prefix.length + unit.size();
        if (size + PADDING > coded.capacity()) {
            coded.deallocate();
            coded = new BytePointer(2L * (size + PADDING));
        }
        if (prefix.length > 0) {
            coded.position(0).put(prefix, 0, prefix.length);
        }
        coded.position(prefix.length).put(unit.bytes(), 0, unit.size());
        for (int i = 0; i < PADDING; i += Long.BYTES) {
            coded.position(size + i).putLong(0L);
        }
        coded.position(0);
        packet.data(coded);
        packet.size(size);
        packet.pts(mediaNs);
        packet.flags(unit.isKey() ? avcodec.AV_PKT_FLAG_KEY : 0);
        prefix = NONE;
    }

    /** An RTCP sender report, RFC 3550 section 6.4.1. */
    private void report(byte[] bytes, int from, int length) {
        if (length >= 20 && (bytes[from + 1] & 0xff) == SENDER_REPORT) {
            long fraction = int32(bytes, from + 12);
            reportWallNs =
                    (int32(bytes, from + 8) - NTP_TO_UNIX_S) * 1_000_000_000L + ((fraction * 1_000_000_000L) >>> 32);
            reportStamp = int32(bytes, from + 16);
            reported = true;
        }
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private static long int32(byte[] bytes, int at) {
        return (long) int16(bytes, at) << 16 | int16(bytes, at + 2);
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
        return mediaNs;
    }

    @Override
    public long senderNs() {
        int sinceReport = (int) (unit.timestamp() - reportStamp); // timestamps wrap at 32 bits
        return reported ? reportWallNs + toNs(sinceReport) : MediaClock.UNKNOWN;
    }

    @Override
    public long torn() {
        return unit == null ? 0 : unit.torn();
    }

    /** Makes a blocked call return soon. Any thread. */
    void abort() {
        connection.abort();
    }

    @Override
    public void close() {
        try {
            if (unit != null) {
                connection.send("TEARDOWN", base, "");
            }
        } catch (IOException e) {
            connection.close(); // a server that is gone needs no farewell
        }
        connection.close();
        if (packet != null) {
            packet.data(null);
            packet.size(0);
            avcodec.av_packet_free(packet);
            packet = null;
        }
        coded.deallocate();
    }
}
