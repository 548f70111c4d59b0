package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccessUnitTest {
    private static final byte[] START = {0, 0, 0, 1};

    private final AccessUnit unit = new AccessUnit(false);
    private int sequence = 65_534;

    private int add(long timestamp, boolean marker, int... payload) {
        byte[] bytes = new byte[payload.length + 3];
        for (int i = 0; i < payload.length; i++) {
            bytes[3 + i] = (byte) payload[i];
        }
        int present = sequence;
        sequence = (sequence + 1) & 0xffff;
        return unit.add(present, timestamp, marker, bytes, 3, payload.length);
    }

    private byte[] picture() {
        return Arrays.copyOf(unit.bytes(), unit.size());
    }

    @Test
    void shouldGiveAPictureAtItsMarker() {
        assertThat(add(100, false, 0x67, 1, 2)).isEqualTo(AccessUnit.OPEN);
        assertThat(add(100, true, 0x65, 9)).isEqualTo(AccessUnit.WHOLE);
        assertThat(picture()).containsExactly(0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x65, 9);
        assertThat(unit.isKey()).isTrue();
        assertThat(add(200, true, 0x41, 7)).isEqualTo(AccessUnit.WHOLE);
        assertThat(picture()).containsExactly(0, 0, 0, 1, 0x41, 7);
        assertThat(unit.isKey()).isFalse();
        assertThat(unit.timestamp()).isEqualTo(200);
    }

    @Test
    void shouldJoinFragmentsAcrossTheWrapOfTheSequence() {
        assertThat(add(5, false, 0x7c, 0x85, 1, 2)).isEqualTo(AccessUnit.OPEN);
        assertThat(add(5, false, 0x7c, 0x05, 3)).isEqualTo(AccessUnit.OPEN);
        assertThat(add(5, true, 0x7c, 0x45, 4)).isEqualTo(AccessUnit.WHOLE);
        assertThat(picture()).containsExactly(0, 0, 0, 1, 0x65, 1, 2, 3, 4);
        assertThat(unit.isKey()).isTrue();
    }

    @Test
    void shouldSplitAggregates() {
        assertThat(add(5, true, 0x78, 0, 2, 0x67, 1, 0, 3, 0x65, 2, 3)).isEqualTo(AccessUnit.WHOLE);
        assertThat(picture()).containsExactly(0, 0, 0, 1, 0x67, 1, 0, 0, 0, 1, 0x65, 2, 3);
        assertThat(add(6, true, 0x78, 0, 9, 0x41, 1))
                .as("longer than the packet")
                .isEqualTo(AccessUnit.OPEN);
        assertThat(unit.torn()).isEqualTo(1);
    }

    @Test
    void shouldHoldBackAfterALossUntilAPictureStandsAlone() {
        assertThat(add(1, true, 0x65, 1)).isEqualTo(AccessUnit.WHOLE);
        sequence++;
        assertThat(add(2, true, 0x41, 1)).isEqualTo(AccessUnit.OPEN);
        assertThat(add(3, true, 0x41, 1)).isEqualTo(AccessUnit.OPEN);
        assertThat(unit.awaitsKey()).isTrue();
        assertThat(unit.torn()).isEqualTo(2);
        assertThat(add(4, true, 0x65, 1)).isEqualTo(AccessUnit.WHOLE);
        assertThat(add(5, true, 0x41, 1)).isEqualTo(AccessUnit.WHOLE);
        assertThat(unit.torn()).isEqualTo(2);
    }

    @Test
    void shouldNotMixPicturesWhenTheMarkerIsLost() {
        assertThat(add(1, true, 0x65, 1)).isEqualTo(AccessUnit.WHOLE);
        assertThat(add(2, false, 0x41, 1)).isEqualTo(AccessUnit.OPEN);
        sequence++;
        assertThat(add(3, true, 0x65, 2)).as("its own beginning may be lost").isEqualTo(AccessUnit.OPEN);
        assertThat(add(4, true, 0x65, 3)).isEqualTo(AccessUnit.WHOLE);
        assertThat(picture()).startsWith(START).endsWith(0x65, 3).hasSize(6);
    }

    @Test
    void shouldJoinHevc() {
        AccessUnit hevc = new AccessUnit(true);
        byte[] first = {0x62, 1, (byte) 0x93, 7};
        byte[] last = {0x62, 1, 0x53, 8};
        assertThat(hevc.add(1, 1, false, first, 0, 4)).isEqualTo(AccessUnit.OPEN);
        assertThat(hevc.add(2, 1, true, last, 0, 4)).isEqualTo(AccessUnit.WHOLE);
        assertThat(Arrays.copyOf(hevc.bytes(), hevc.size())).containsExactly(0, 0, 0, 1, 0x26, 1, 7, 8);
        assertThat(hevc.isKey()).isTrue();
    }

    @Test
    void shouldTakeAnyBytes() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (boolean hevc : new boolean[] {false, true}) {
            AccessUnit fuzzed = new AccessUnit(hevc);
            byte[] bytes = new byte[64];
            for (int i = 0; i < 200_000; i++) {
                random.nextBytes(bytes);
                int length = random.nextInt(bytes.length);
                int status = fuzzed.add(
                        random.nextInt(4) == 0 ? random.nextInt(65_536) : i & 0xffff,
                        i / 5,
                        random.nextInt(5) == 0,
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
                assertThat(status).as("seed %d, packet %d", seed, i).isIn(AccessUnit.OPEN, AccessUnit.WHOLE);
            }
        }
    }
}
