package dev.saccade.control.wire;

import dev.saccade.posix.WireLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;

/**
 * Who sends, for messages that the wire frames. Plain messages need none.
 *
 * @param system MAVLink system id, 0..255
 * @param component MAVLink component id, 0..255
 * @param signing how frames are signed, or null
 */
public record WireIdentity(int system, int component, Signing signing) {
    private static final int KEY_BYTES = 32;
    private static final int TIMESTAMP_AT = 40;

    /** For a wire without framed messages. */
    public static final WireIdentity NONE = new WireIdentity(0, 0, null);

    /**
     * MAVLink 2 signing.
     *
     * @param link id of the link, 0..255
     * @param key 32 bytes, shared with the vehicle; a copy is kept
     * @param timestamp the least of the next signature, in units of 10 us since 2015-01-01 UTC
     */
    public record Signing(int link, byte[] key, long timestamp) {
        /**
         * Keeps a copy of the key.
         *
         * @param link id of the link
         * @param key 32 bytes
         * @param timestamp least of the next signature
         * @throws WireException when the key has not 32 bytes
         */
        public Signing {
            if (key.length != KEY_BYTES) {
                throw new WireException(
                        WireException.Kind.USAGE, "signing key of " + key.length + " bytes: give " + KEY_BYTES);
            }
            key = key.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signing s
                    && link == s.link
                    && timestamp == s.timestamp
                    && Arrays.equals(key, s.key);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }

        /** @return without the key */
        @Override
        public String toString() {
            return "signing on link " + link;
        }
    }

    BytePointer bytes() {
        BytePointer memory = new BytePointer(WireLink.IDENTITY_BYTES);
        ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < WireLink.IDENTITY_BYTES; i++) {
            bytes.put(i, (byte) 0);
        }
        bytes.put((byte) system).put((byte) component);
        if (signing != null) {
            bytes.put((byte) 1).put((byte) signing.link).put(signing.key);
            bytes.putLong(TIMESTAMP_AT, signing.timestamp);
        }
        return memory;
    }
}
