package dev.saccade.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class MavlinkFrameTest {
    private static final long YEAR_2026_US = 1_767_225_600_000_000L;
    private static final byte[] KEY = new byte[MavlinkFrame.KEY];

    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer out = new BytePointer(MavlinkFrame.MOST);

    @Test
    void shouldHashTheStandardsExamples() {
        assertThat(sha256(new byte[0])).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(sha256("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(sha256(
                        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    }

    @Test
    void shouldHashLikeTheJdkAtEveryLengthAroundABlock() throws Exception {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String expected = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            assertThat(sha256(bytes)).as("length %d", length).isEqualTo(expected);
        }
    }

    /** Header, payload and checksum worked out from the protocol's description, CRC_EXTRA of HEARTBEAT being 50. */
    @Test
    void shouldFrameAHeartbeat() {
        MavlinkFrame.sender(sender.address(), 1, 191, 0, 0);
        byte[] payload = {0, 0, 0, 0, 18, 8, 0, 4, 3};
        byte[] frame = frame(0, 50, payload, 0);
        assertThat(HexFormat.of().formatHex(frame, 0, 19))
                .isEqualTo("fd09000000" + "01bf000000" + "000000001208000403");
        assertThat(frame).hasSize(21);
        assertThat((frame[19] & 0xFF) | ((frame[20] & 0xFF) << 8)).isEqualTo(crc(frame, 1, 19, 50));
    }

    @Test
    void shouldCutZerosAtTheEndButNeverTheFirstByte() {
        MavlinkFrame.sender(sender.address(), 1, 1, 0, 0);
        assertThat(frame(111, 34, new byte[16], 0)).hasSize(13);
        assertThat(frame(111, 34, new byte[] {0, 0, 7, 0, 0}, 0)).hasSize(15);
    }

    @Test
    void shouldCountFramesRoundFromZero() {
        MavlinkFrame.sender(sender.address(), 1, 1, 0, 0);
        for (int i = 0; i < 600; i++) {
            assertThat(frame(0, 50, new byte[] {1}, 0)[4] & 0xFF).isEqualTo(i % 256);
        }
    }

    @Test
    void shouldRefuseWhatTheProtocolCannotCarry() {
        MavlinkFrame.sender(sender.address(), 1, 1, 0, 0);
        long at = out.address();
        assertThat(MavlinkFrame.frame(sender.address(), 0, 50, at, 0, 0, at)).isEqualTo(-1);
        assertThat(MavlinkFrame.frame(sender.address(), 0, 50, at, 256, 0, at)).isEqualTo(-1);
        assertThat(MavlinkFrame.frame(sender.address(), 1 << 24, 50, at, 1, 0, at))
                .isEqualTo(-1);
        assertThat(MavlinkFrame.frame(sender.address(), -1, 50, at, 1, 0, at)).isEqualTo(-1);
    }

    @Test
    void shouldSignWithTheFirstBytesOfTheHash() throws Exception {
        byte[] frame = signed(YEAR_2026_US, 7);
        int end = frame.length - 13;
        assertThat(frame[2]).isEqualTo((byte) 1);
        assertThat(frame[end]).isEqualTo((byte) 7);
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(KEY);
        hash.update(frame, 0, end + 7);
        assertThat(Arrays.copyOfRange(frame, end + 7, end + 13)).isEqualTo(Arrays.copyOf(hash.digest(), 6));
        assertThat(timestamp(frame)).isEqualTo((YEAR_2026_US - 1_420_070_400_000_000L) / 10);
    }

    @Test
    void shouldGrowItsTimestampWhenTheClockStandsOrGoesBack() {
        long first = timestamp(signed(YEAR_2026_US, 0));
        for (int i = 1; i < 5; i++) {
            assertThat(timestamp(frame(0, 50, new byte[] {1}, YEAR_2026_US - i * 1_000_000L)))
                    .isEqualTo(first + i);
        }
        assertThat(timestamp(frame(0, 50, new byte[] {1}, 0))).isEqualTo(first + 5);
    }

    private byte[] signed(long realtimeUs, int link) {
        Arrays.fill(KEY, (byte) 0x42);
        try (BytePointer key = new BytePointer(KEY)) {
            MavlinkFrame.sender(sender.address(), 1, 191, key.address(), link);
        }
        return frame(0, 50, new byte[] {1, 2, 3}, realtimeUs);
    }

    private byte[] frame(int id, int seed, byte[] payload, long realtimeUs) {
        try (BytePointer bytes = new BytePointer(payload)) {
            int length = MavlinkFrame.frame(
                    sender.address(), id, seed, bytes.address(), payload.length, realtimeUs, out.address());
            byte[] frame = new byte[length];
            out.position(0).get(frame);
            return frame;
        }
    }

    private static long timestamp(byte[] frame) {
        long value = 0;
        for (int i = 0; i < 6; i++) {
            value |= (frame[frame.length - 12 + i] & 0xFFL) << (8 * i);
        }
        return value;
    }

    private static String sha256(byte[] message) {
        try (BytePointer bytes = new BytePointer(Math.max(1, message.length));
                BytePointer hash = new BytePointer(32)) {
            bytes.put(message, 0, message.length);
            MavlinkFrame.sha256(bytes.address(), message.length, hash.address());
            byte[] result = new byte[32];
            hash.get(result);
            return HexFormat.of().formatHex(result);
        }
    }

    /** Bit by bit, unlike the kernel's table. */
    private static int crc(byte[] bytes, int from, int to, int seed) {
        int crc = 0xFFFF;
        for (int i = from; i <= to; i++) {
            crc ^= i < to ? bytes[i] & 0xFF : seed;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
            }
        }
        return crc;
    }
}
