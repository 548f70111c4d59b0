package dev.saccade.camera.stream;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** One connection that yields coded pictures. The stream's thread opens, reads and closes it. */
interface PacketInput extends AutoCloseable {
    /** {@link #read}: {@link #packet} holds a coded picture. */
    int PACKET = 1;
    /** {@link #read}: nothing for the decoder; come again. */
    int NOTHING = 0;
    /** {@link #read}: the sender ended or broke the connection. */
    int ENDED = -1;
    /** {@link #read}: silence for longer than the bound. */
    int STALLED = -2;

    /** Number of the codec, as FFmpeg counts them. */
    int codecId();

    /** Gives a decoder what the connection knows about the coding. Returns a negative status on failure. */
    int describe(AVCodecContext codec);

    /** Nominal frame period, ns; 0 when unknown. */
    long periodNs();

    /** Waits for the next coded picture, at most as long as the stall bound. */
    int read();

    /** The coded picture of the latest {@link #PACKET}, valid until the next {@link #read}; one object for good. */
    AVPacket packet();

    /** When it was complete, monotonic ns. */
    long arrivalNs();

    /** The stream's timestamp of the packet, ns, or {@link MediaClock#UNKNOWN}. */
    long mediaNs();

    /** The sender's wall clock at the packet's timestamp, ns since 1970, or {@link MediaClock#UNKNOWN}. */
    long senderNs();

    /** Pictures that came incomplete and were not given out. */
    long torn();

    @Override
    void close();
}
