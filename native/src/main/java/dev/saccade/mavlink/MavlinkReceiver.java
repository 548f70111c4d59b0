package dev.saccade.mavlink;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Finds MAVLink 2 frames in a stream of bytes. A frame of an expected id is delivered when its checksum holds and, where
 * a key is set, its signature does: right key, timestamp above the stream's last, a new stream's at most a minute behind
 * (<a href="https://mavlink.io/en/guide/message_signing.html">message signing</a>). Frames of other ids are passed over
 * unchecked. Behind garbage the next start byte is tried. MAVLink 1 is recognised, counted and never delivered: it cannot
 * be signed, and an autopilot that speaks it switches over when it hears version 2.
 *
 * <p>Addresses are the caller's; nothing is kept and nothing is allocated. A receiver's memory belongs to one thread at a
 * time. The work of one call is bounded: a start byte that leads nowhere costs one checksum of at most 280 bytes.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_mavlink.h"},
        library = "jniSaccade")
@NoException
public final class MavlinkReceiver {
    /** Id of a message that is not there. */
    public static final int NONE = -1;
    /** Offset of the id (i32, little endian) in a message. */
    public static final int ID = 0;
    /** Offset of the sender's system id (u8). */
    public static final int SYSTEM = 4;
    /** Offset of the sender's component id (u8). */
    public static final int COMPONENT = 5;
    /** Offset of the sequence number (u8). */
    public static final int SEQUENCE = 6;
    /** Offset of the payload's length as it was sent (u8). */
    public static final int LENGTH = 7;
    /** Offset of the payload: 256 bytes, zeros from its length on. */
    public static final int PAYLOAD = 8;

    /** {@link #count}: frames delivered. */
    public static final int FRAMES = 0;
    /** {@link #count}: frames of an id that is not expected. */
    public static final int UNKNOWN = 1;
    /** {@link #count}: frames of an expected id with a wrong checksum; garbage that looks like one included. */
    public static final int CORRUPT = 2;
    /** {@link #count}: sound frames of MAVLink 1. */
    public static final int VERSION_1 = 3;
    /** {@link #count}: frames that are not signed, forged, replayed or too old, while a key is set. */
    public static final int REFUSED = 4;
    /** {@link #count}: bytes that belong to no frame. */
    public static final int GARBAGE = 5;

    static {
        Loader.load();
    }

    private MavlinkReceiver() {}

    /** @return bytes of a receiver's state */
    @Name("saccade_mavlink_receiver_bytes")
    public static native int receiverBytes();

    /** @return bytes of a message */
    @Name("saccade_mavlink_message_bytes")
    public static native int messageBytes();

    /**
     * Makes a receiver that expects nothing yet.
     *
     * @param receiver address of {@link #receiverBytes()} bytes, 8-byte aligned
     * @param key address of {@link MavlinkFrame#KEY} bytes, copied: only what is signed with it is delivered; 0 to deliver
     *     anything, signatures unread
     */
    @Name("saccade_mavlink_receiver_begin")
    public static native void receiver(
            @Cast("saccade_mavlink_receiver*") long receiver, @Cast("const uint8_t*") long key);

    /**
     * Names a message to deliver.
     *
     * @param receiver its state
     * @param id of the message
     * @param crcSeed its CRC_EXTRA
     * @return 0, or -1 when 16 are expected already
     */
    @Name("saccade_mavlink_expect")
    public static native int expect(
            @Cast("saccade_mavlink_receiver*") long receiver, int id, @Cast("uint8_t") int crcSeed);

    /**
     * Reads up to the end of the next message that is delivered, or all bytes; keeps an unfinished frame. Call it again
     * with the rest, or with none, until the message's id is {@link #NONE}.
     *
     * @param receiver its state
     * @param bytes address of what came
     * @param length how many
     * @param realtimeUs microseconds since 1970 UTC, read when a key is set
     * @param message address of {@link #messageBytes()} bytes, filled in
     * @return bytes read, 0..length
     */
    @Name("saccade_mavlink_receive")
    public static native int receive(
            @Cast("saccade_mavlink_receiver*") long receiver,
            @Cast("const uint8_t*") long bytes,
            int length,
            @Cast("int64_t") long realtimeUs,
            @Cast("saccade_mavlink_message*") long message);

    /**
     * Reads a counter.
     *
     * @param receiver its state
     * @param which one of this class's constants
     * @return the count, -1 when there is no such counter
     */
    @Name("saccade_mavlink_count")
    @Cast("int64_t")
    public static native long count(@Cast("const saccade_mavlink_receiver*") long receiver, int which);
}
