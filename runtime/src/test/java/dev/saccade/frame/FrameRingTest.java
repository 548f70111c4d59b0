package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameRingTest {
    private static final FrameFormat SMALL = FrameFormat.of(PixelFormat.GRAY8, 64, 4);

    private final FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE);

    @AfterEach
    void close() {
        ring.close();
    }

    private void publish(long sequence) {
        FrameSlot slot = ring.acquire();
        slot.prepare(SMALL);
        slot.describe(sequence, 100 * sequence, StampClass.ARRIVAL);
        ring.publish(slot);
    }

    @Test
    void shouldHaveNothingBeforeTheFirstFrame() {
        assertThat(ring.leaseNewest(-1)).isNull();
        assertThat(ring.isNewestTaken()).isTrue();
        assertThat(ring.captured()).isZero();
    }

    @Test
    void shouldGiveTheNewestFrameAndCountTheOthers() {
        publish(0);
        publish(1);
        publish(2);
        Frame frame = ring.leaseNewest(-1);
        assertThat(frame.sequence()).isEqualTo(2);
        assertThat(frame.captureNs()).isEqualTo(200);
        frame.release();
        assertThat(ring.captured()).isEqualTo(3);
        assertThat(ring.unread()).isEqualTo(2);
    }

    @Test
    void shouldGiveAFrameOnceToAReader() {
        publish(0);
        Frame frame = ring.leaseNewest(-1);
        frame.release();
        assertThat(ring.leaseNewest(0)).isNull();
        publish(1);
        Frame next = ring.leaseNewest(0);
        assertThat(next.sequence()).isEqualTo(1);
        next.release();
        assertThat(ring.unread()).isZero();
    }

    @Test
    void shouldTellWhetherTheNewestWasTaken() {
        publish(0);
        assertThat(ring.isNewestTaken()).isFalse();
        ring.leaseNewest(-1).release();
        assertThat(ring.isNewestTaken()).isTrue();
        publish(1);
        assertThat(ring.isNewestTaken()).isFalse();
    }

    @Test
    void shouldNotTakeBackAMarkWhenASecondReaderLeases() {
        publish(0);
        Frame one = ring.leaseNewest(-1);
        Frame two = ring.leaseNewest(-1);
        assertThat(two).isSameAs(one);
        assertThat(ring.isNewestTaken()).isTrue();
        one.release();
        two.release();
        publish(1);
        assertThat(ring.unread()).isZero();
    }

    @Test
    void shouldRunOutWhenEverySlotIsLeased() {
        publish(0);
        Frame zero = ring.leaseNewest(-1);
        publish(1);
        Frame one = ring.leaseNewest(0);
        publish(2);
        assertThat(ring.acquire()).isNull();
        assertThat(ring.exhausted()).isEqualTo(1);
        zero.release();
        FrameSlot free = ring.acquire();
        assertThat(free).isNotNull();
        ring.abandon(free);
        one.release();
    }

    @Test
    void shouldKeepASlotUntilItsLastLeaseEnds() {
        publish(0);
        Frame frame = ring.leaseNewest(-1);
        frame.retain();
        frame.release();
        publish(1);
        publish(2);
        publish(3);
        assertThat(frame.sequence()).isZero();
        frame.release();
    }

    @Test
    void shouldRefuseALeaseThatIsNotHeld() {
        publish(0);
        Frame frame = ring.leaseNewest(-1);
        frame.release();
        assertThatThrownBy(frame::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("frame 0");
        assertThatThrownBy(frame::retain)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not leased");
        // The refused calls left the count alone: the slot can be leased and written as before.
        Frame again = ring.leaseNewest(-1);
        again.release();
        for (int i = 1; i < 7; i++) {
            publish(i);
        }
        assertThat(ring.exhausted()).isZero();
    }

    @Test
    void shouldRefuseToLeaseASlotThatIsBeingWritten() {
        FrameSlot slot = ring.acquire();
        assertThatThrownBy(slot::retain).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(slot::release).isInstanceOf(IllegalStateException.class);
        ring.abandon(slot);
        assertThatThrownBy(() -> ring.abandon(slot)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.publish(slot)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseASlotOfAnotherRing() {
        try (FrameRing other = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            FrameSlot slot = other.acquire();
            assertThatThrownBy(() -> ring.publish(slot)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseAnAbsurdSize() {
        assertThatThrownBy(() -> new FrameRing(2, HostFrameMemory.INSTANCE)).hasMessageContaining("3 to 64");
        assertThatThrownBy(() -> new FrameRing(65, HostFrameMemory.INSTANCE)).hasMessageContaining("3 to 64");
    }

    @Test
    void shouldLayPlanesOutAlignedAndApart() {
        FrameFormat odd = FrameFormat.of(PixelFormat.I420, 101, 51);
        FrameSlot slot = ring.acquire();
        slot.prepare(odd);
        assertThat(slot.address(0) % 4096).isZero();
        for (int p = 0; p < 3; p++) {
            assertThat(slot.stride(p)).isEqualTo(odd.alignedStride(p)).isGreaterThanOrEqualTo(51);
            assertThat(slot.stride(p) % 64).isZero();
        }
        assertThat(slot.address(1)).isEqualTo(slot.address(0) + 51L * slot.stride(0));
        assertThat(slot.address(2)).isEqualTo(slot.address(1) + 26L * slot.stride(1));
        assertThat(slot.address(2) + 26L * slot.stride(2)).isEqualTo(slot.address(0) + odd.alignedBytes());
        slot.prepare(SMALL);
        assertThat(slot.address(1)).isZero();
        assertThat(slot.stride(1)).isZero();
        ring.abandon(slot);
    }

    @Test
    void shouldShareOneFormatInstanceAfterAnEqualOneArrives() {
        FrameFormat equal = FrameFormat.of(PixelFormat.GRAY8, 64, 4);
        FrameSlot slot = ring.acquire();
        slot.prepare(SMALL);
        long address = slot.address(0);
        slot.prepare(equal);
        assertThat(slot.format()).isSameAs(equal);
        assertThat(slot.address(0)).isEqualTo(address);
        ring.abandon(slot);
    }

    @Test
    void shouldForgetAddressesWhenMemoryRunsShort() {
        FrameMemory once = new FrameMemory() {
            private boolean spent;

            @Override
            public int priority() {
                return 1;
            }

            @Override
            public boolean isUsable() {
                return true;
            }

            @Override
            public long allocate(long bytes) {
                if (spent) {
                    throw new OutOfMemoryError("test");
                }
                spent = true;
                return HostFrameMemory.INSTANCE.allocate(bytes);
            }

            @Override
            public void free(long address, long bytes) {
                HostFrameMemory.INSTANCE.free(address, bytes);
            }
        };
        try (FrameRing small = new FrameRing(3, once)) {
            FrameSlot slot = small.acquire();
            slot.prepare(SMALL);
            assertThatThrownBy(() -> slot.prepare(FrameFormat.of(PixelFormat.BGR24, 640, 480)))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(slot.address(0)).isZero();
            assertThat(slot.format()).isNull();
        }
    }
}
