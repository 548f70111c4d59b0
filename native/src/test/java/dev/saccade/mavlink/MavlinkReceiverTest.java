package dev.saccade.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MavlinkReceiverTest {
    private static final long NOW_US = 1_767_225_600_000_000L;
    private static final long SECOND_US = 1_000_000;
    private static final int KNOWN = 30;
    private static final int KNOWN_SEED = 39;
    private static final int OTHER = 33;

    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer receiver = new BytePointer(MavlinkReceiver.receiverBytes());
    private final BytePointer message = new BytePointer(MavlinkReceiver.messageBytes());
    private final BytePointer key = new BytePointer(MavlinkFrame.KEY).fill(7);
    private final List<Integer> numbers = new ArrayList<>();

    @BeforeEach
    void begin() {
        MavlinkFrame.sender(sender.address(), 1, 1, 0, 0);
        begin(0);
    }

    @Test
    void shouldDeliverWhatItExpects() {
        feed(frame(KNOWN, 40));
        assertThat(numbers).containsExactly(40);
        assertThat(message.get(MavlinkReceiver.SYSTEM)).isEqualTo((byte) 1);
        assertThat(message.get(MavlinkReceiver.COMPONENT)).isEqualTo((byte) 1);
        assertThat(message.get(MavlinkReceiver.LENGTH)).isEqualTo((byte) 20);
        assertThat(message.get(MavlinkReceiver.PAYLOAD + 19)).isEqualTo((byte) 40);
        assertThat(message.get(MavlinkReceiver.PAYLOAD + 20)).isZero();
    }

    @Test
    void shouldZeroWhatTheSenderCut() {
        feed(frame(KNOWN, 5));
        feed(framed(KNOWN, KNOWN_SEED, new byte[] {9, 0, 0}, NOW_US));
        assertThat(message.get(MavlinkReceiver.PAYLOAD)).isEqualTo((byte) 9);
        assertThat(message.get(MavlinkReceiver.PAYLOAD + 19)).isZero();
    }

    @Test
    void shouldTakeFramesInPiecesAndInRows() {
        byte[] bytes = concat(frame(KNOWN, 1), frame(OTHER, 9), frame(KNOWN, 2), frame(KNOWN, 3));
        for (byte b : bytes) {
            feed(new byte[] {b});
        }
        feed(bytes);
        assertThat(numbers).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(count(MavlinkReceiver.UNKNOWN)).isEqualTo(2);
    }

    @Test
    void shouldFindTheFrameBehindABrokenOne() {
        byte[] broken = frame(KNOWN, 1);
        broken[15] ^= 1;
        byte[] cut = Arrays.copyOf(frame(KNOWN, 2), 17);
        feed(concat(broken, cut, frame(KNOWN, 3), frame(KNOWN, 4)));
        assertThat(numbers).containsExactly(3, 4);
        assertThat(count(MavlinkReceiver.CORRUPT)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldRefuseAFlagThatItDoesNotUnderstand() {
        byte[] bytes = frame(KNOWN, 1);
        bytes[2] = 2;
        reseal(bytes);
        feed(concat(bytes, frame(KNOWN, 2)));
        assertThat(numbers).containsExactly(2);
    }

    @Test
    void shouldCountVersion1AndNotDeliverIt() {
        byte[] payload = {1, 2, 3};
        byte[] frame = new byte[6 + payload.length + 2];
        frame[0] = (byte) 0xFE;
        frame[1] = (byte) payload.length;
        frame[3] = 1;
        frame[4] = 1;
        frame[5] = KNOWN;
        System.arraycopy(payload, 0, frame, 6, payload.length);
        reseal(frame);
        feed(concat(frame, frame(KNOWN, 2)));
        assertThat(numbers).containsExactly(2);
        assertThat(count(MavlinkReceiver.VERSION_1)).isEqualTo(1);
    }

    /** Frames between garbage that begins no frame of another id all arrive; nothing that was not sent does. */
    @Test
    void shouldSurviveRandomBytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int sent = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            // A start byte in garbage may swallow the frame behind it: not what this test is about.
            for (int i = 0; i < garbage.length; i++) {
                garbage[i] = (garbage[i] & 0xFE) == 0xFC || (garbage[i] & 0xFE) == 0xFE ? 0 : garbage[i];
            }
            byte[] bytes = concat(garbage, frame(KNOWN, 1 + random.nextInt(100)));
            int cut = random.nextInt(bytes.length);
            feed(Arrays.copyOf(bytes, cut));
            feed(Arrays.copyOfRange(bytes, cut, bytes.length));
            sent++;
        }
        assertThat(numbers).as("seed %d", seed).hasSize(sent);
    }

    /** Every bit matters: a frame with one flipped bit is never delivered, and at most hides its successor. */
    @Test
    void shouldNeverDeliverAFrameWithAFlippedBit() {
        byte[] whole = frame(KNOWN, 11);
        byte[] good = frame(KNOWN, 12);
        byte[] filler = new byte[300];
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            begin(0);
            numbers.clear();
            feed(concat(flipped, filler, good));
            assertThat(numbers).as("bit %d", bit).containsExactly(12);
        }
    }

    /** Arbitrary bytes with real frames mixed in and cut anywhere: every delivered frame was sent, and it ends. */
    @Test
    void shouldDeliverOnlyWhatWasSentAmongArbitraryBytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[500];
            random.nextBytes(bytes);
            for (int i = 0; i < 60; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xFD : 0xFE);
            }
            byte[] real = frame(KNOWN, 77);
            System.arraycopy(real, 0, bytes, random.nextInt(bytes.length - real.length), real.length);
            feed(bytes);
            // Enough to complete whatever had begun; the next frame then stands free.
            feed(new byte[300]);
            int before = numbers.size();
            feed(frame(KNOWN, 78));
            assertThat(numbers).as("seed %d, round %d", seed, round).hasSize(before + 1);
        }
        assertThat(numbers).as("seed %d", seed).allMatch(n -> n == 77 || n == 78);
    }

    @Test
    void shouldTakeSignedFramesUnreadWithoutAKey() {
        sign(key, 3);
        feed(frame(KNOWN, 1));
        assertThat(numbers).containsExactly(1);
    }

    @Test
    void shouldTakeOnlyTheKeysOwnFrames() {
        begin(key.address());
        feed(frame(KNOWN, 1));
        try (BytePointer wrong = new BytePointer(MavlinkFrame.KEY).fill(8)) {
            sign(wrong, 3);
            feed(frame(KNOWN, 2));
        }
        sign(key, 3);
        feed(frame(KNOWN, 3));
        assertThat(numbers).containsExactly(3);
        assertThat(count(MavlinkReceiver.REFUSED)).isEqualTo(2);
    }

    @Test
    void shouldRefuseEverySingleFlippedBitOfASignature() {
        sign(key, 3);
        byte[] frame = frame(KNOWN, 1);
        for (int bit = 8 * (frame.length - 13); bit < 8 * frame.length; bit++) {
            begin(key.address());
            byte[] flipped = frame.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            feed(flipped);
            assertThat(numbers).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void shouldRefuseReplaysAndFramesOutOfOrder() {
        begin(key.address());
        sign(key, 3);
        byte[] first = frame(KNOWN, 1);
        byte[] second = frame(KNOWN, 2);
        feed(second);
        feed(second);
        feed(first);
        feed(frame(KNOWN, 3));
        assertThat(numbers).containsExactly(2, 3);
        assertThat(count(MavlinkReceiver.REFUSED)).isEqualTo(2);
    }

    @Test
    void shouldRefuseANewStreamThatIsMoreThanAMinuteOld() {
        begin(key.address());
        sign(key, 3);
        feed(framed(KNOWN, KNOWN_SEED, payload(1), NOW_US - 61 * SECOND_US));
        assertThat(numbers).isEmpty();
        sign(key, 4);
        feed(framed(KNOWN, KNOWN_SEED, payload(2), NOW_US - 59 * SECOND_US));
        assertThat(numbers).containsExactly(2);
    }

    /** A vehicle whose clock is ahead moves the bar for all others. */
    @Test
    void shouldMeasureANewStreamAgainstTheNewestTimestamp() {
        begin(key.address());
        sign(key, 1);
        feed(framed(KNOWN, KNOWN_SEED, payload(1), NOW_US + 3600 * SECOND_US));
        sign(key, 2);
        feed(framed(KNOWN, KNOWN_SEED, payload(2), NOW_US));
        assertThat(numbers).containsExactly(1);
    }

    @Test
    void shouldRefuseNewStreamsWhenItsTableIsFull() {
        begin(key.address());
        for (int link = 0; link < 20; link++) {
            sign(key, link);
            feed(frame(KNOWN, 1 + link));
        }
        assertThat(numbers).hasSize(16);
        assertThat(count(MavlinkReceiver.REFUSED)).isEqualTo(4);
    }

    @Test
    void shouldSayWhenNoMoreIdsFit() {
        for (int id = 100; id < 115; id++) {
            assertThat(MavlinkReceiver.expect(receiver.address(), id, 1)).isZero();
        }
        assertThat(MavlinkReceiver.expect(receiver.address(), 115, 1)).isEqualTo(-1);
        assertThat(MavlinkReceiver.count(receiver.address(), 99)).isEqualTo(-1);
    }

    private void begin(long keyAddress) {
        MavlinkReceiver.receiver(receiver.address(), keyAddress);
        MavlinkReceiver.expect(receiver.address(), KNOWN, KNOWN_SEED);
    }

    private void sign(BytePointer with, int link) {
        MavlinkFrame.sender(sender.address(), 1, 1, with.address(), link);
    }

    private void feed(byte[] bytes) {
        try (BytePointer in = new BytePointer(Math.max(1, bytes.length))) {
            in.put(bytes, 0, bytes.length);
            int read = 0;
            do {
                read += MavlinkReceiver.receive(
                        receiver.address(), in.address() + read, bytes.length - read, NOW_US, message.address());
                if (message.getInt(MavlinkReceiver.ID) != MavlinkReceiver.NONE) {
                    assertThat(message.getInt(MavlinkReceiver.ID)).isEqualTo(KNOWN);
                    numbers.add((int) message.get(MavlinkReceiver.PAYLOAD));
                }
            } while (message.getInt(MavlinkReceiver.ID) != MavlinkReceiver.NONE);
            assertThat(read).isEqualTo(bytes.length);
        }
    }

    private long count(int which) {
        return MavlinkReceiver.count(receiver.address(), which);
    }

    private byte[] frame(int id, int number) {
        return framed(id, id == KNOWN ? KNOWN_SEED : 104, payload(number), NOW_US);
    }

    private byte[] framed(int id, int seed, byte[] payload, long realtimeUs) {
        try (BytePointer bytes = new BytePointer(payload);
                BytePointer out = new BytePointer(MavlinkFrame.MOST)) {
            int length = MavlinkFrame.frame(
                    sender.address(), id, seed, bytes.address(), payload.length, realtimeUs, out.address());
            byte[] frame = new byte[length];
            out.get(frame);
            return frame;
        }
    }

    private static byte[] payload(int number) {
        byte[] payload = new byte[20];
        Arrays.fill(payload, (byte) number);
        return payload;
    }

    /** Puts a right checksum at the end of an unsigned frame. */
    private static void reseal(byte[] frame) {
        int crc = 0xFFFF;
        for (int i = 1; i <= frame.length - 2; i++) {
            crc ^= i < frame.length - 2 ? frame[i] & 0xFF : KNOWN_SEED;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
            }
        }
        frame[frame.length - 2] = (byte) crc;
        frame[frame.length - 1] = (byte) (crc >> 8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
