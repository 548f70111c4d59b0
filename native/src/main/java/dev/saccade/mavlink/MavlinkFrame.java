package dev.saccade.mavlink;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Makes MAVLink 2 frames: header, sequence number, zero truncation, checksum and, where wanted, signature. Addresses are
 * the caller's; nothing is kept and nothing is allocated. A sender's memory belongs to one thread at a time.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_mavlink.h"},
        library = "jniSaccade")
@NoException
public final class MavlinkFrame {
    /** Bytes of the longest frame: 255 of payload, signed. */
    public static final int MOST = 280;
    /** Bytes of a signing key. */
    public static final int KEY = 32;

    static {
        Loader.load();
    }

    private MavlinkFrame() {}

    /** @return bytes of a sender's state */
    @Name("saccade_mavlink_sender_bytes")
    public static native int senderBytes();

    /**
     * Makes a sender: one system and component on one link, with its own sequence numbers.
     *
     * @param sender address of {@link #senderBytes()} bytes, 8-byte aligned
     * @param system its MAVLink system id, 1..255
     * @param component its component id, 1..255
     * @param key address of {@link #KEY} bytes to sign with, copied; 0 to send unsigned
     * @param link its link id in signatures, 0..255
     */
    @Name("saccade_mavlink_sender_begin")
    public static native void sender(
            @Cast("saccade_mavlink_sender*") long sender,
            int system,
            int component,
            @Cast("const uint8_t*") long key,
            int link);

    /**
     * Frames one message. A signature's timestamp is the later of the given time and one more than the one before.
     *
     * @param sender its state
     * @param id of the message, 24 bits
     * @param crcSeed its CRC_EXTRA
     * @param payload address of the payload, fields in the order of the wire
     * @param length bytes of it, 1..255, before truncation
     * @param realtimeUs microseconds since 1970 UTC, read when signing
     * @param out address of {@link #MOST} bytes
     * @return bytes of the frame, or -1 when length or id are out of range
     */
    @Name("saccade_mavlink_frame")
    public static native int frame(
            @Cast("saccade_mavlink_sender*") long sender,
            int id,
            @Cast("uint8_t") int crcSeed,
            @Cast("const uint8_t*") long payload,
            int length,
            @Cast("int64_t") long realtimeUs,
            @Cast("uint8_t*") long out);

    /** @return microseconds since 1970 UTC by the system's clock */
    @Name("saccade_realtime_us")
    @Cast("int64_t")
    public static native long realtimeUs();

    /**
     * SHA-256 of FIPS 180-4, the hash of signatures.
     *
     * @param bytes address of the message
     * @param length its bytes
     * @param out address of 32 bytes
     */
    @Name("saccade_mavlink_sha256")
    public static native void sha256(@Cast("const uint8_t*") long bytes, int length, @Cast("uint8_t*") long out);
}
