package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Repeated pictures are told from new ones by every byte that counts, and by no other. */
class DuplicateFrameTest {
    private static final long MS = 1_000_000;
    private static final long SEED = 7;

    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);
    private long sequence;

    @AfterEach
    void free() {
        ring.close();
    }

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void shouldTellARepeatedPictureByEveryByteThatCountsAndNoOther(PixelFormat pixels) {
        FrameFormat format = FrameFormat.of(pixels, 13, 7);
        FrameSlot first = written(format, 1);
        assertThat(ring.repeatsNewest(first)).as("nothing before it").isFalse();
        ring.publish(first);
        FrameSlot again = written(format, 2);
        assertThat(ring.repeatsNewest(again)).as("only the padding differs").isTrue();
        for (int p = 0; p < pixels.planes(); p++) {
            long last = (long) (pixels.rows(p, 7) - 1) * again.stride(p) + pixels.rowBytes(p, 13) - 1;
            flip(again.address(p) + last);
            assertThat(ring.repeatsNewest(again)).as("last byte of plane " + p).isFalse();
            flip(again.address(p) + last);
            flip(again.address(p));
            assertThat(ring.repeatsNewest(again)).as("first byte of plane " + p).isFalse();
            flip(again.address(p));
        }
        ring.abandon(again);
        FrameSlot other = written(FrameFormat.of(pixels, 13, 6), 1);
        assertThat(ring.repeatsNewest(other)).as("another format").isFalse();
        ring.abandon(other);
    }

    @Test
    void shouldCountDuplicatesAndHandOnNone() {
        long[] number = {0};
        ScriptedSource source = new ScriptedSource(0, 10 * MS, 8, false) {
            @Override
            public int capture(FrameSlot slot, long nowNs) {
                int status = super.capture(slot, nowNs);
                if (number[0] >= 3 && number[0] < 6) {
                    Pointer.memset(at(slot.address(0)), 0, 8);
                }
                number[0]++;
                return status;
            }
        };
        CameraAgent camera = new CameraAgent(source, ring, Long.MAX_VALUE, 1);
        for (long nowNs = 0; nowNs < 45 * MS; nowNs += 10 * MS) {
            camera.doWork(nowNs);
        }
        assertThat(camera.captured()).isEqualTo(5);
        assertThat(camera.duplicates()).isEqualTo(1);
        assertThat(camera.latestFrameNs()).isEqualTo(40 * MS);
        assertThat(camera.latestPictureNs()).isEqualTo(30 * MS);
        Frame newest = ring.leaseNewest(-1);
        assertThat(newest.sequence()).isEqualTo(3);
        newest.release();
        camera.close();
    }

    @Test
    void shouldHandOnEveryFrameWhereRepeatsAreAccepted() {
        ScriptedSource still = new ScriptedSource(0, 10 * MS, 8, false) {
            @Override
            public int capture(FrameSlot slot, long nowNs) {
                int status = super.capture(slot, nowNs);
                Pointer.memset(at(slot.address(0)), 0, 8);
                return status;
            }
        };
        CameraAgent camera = new CameraAgent(still, ring, Long.MAX_VALUE, 1, true);
        for (long nowNs = 0; nowNs < 45 * MS; nowNs += 10 * MS) {
            camera.doWork(nowNs);
        }
        assertThat(camera.duplicates()).isZero();
        assertThat(ring.captured()).isEqualTo(5);
        camera.close();
    }

    /** Random pixels, the same for each call; the padding is filled with another byte. */
    private FrameSlot written(FrameFormat format, int padding) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        Random random = new Random(SEED);
        for (int p = 0; p < format.pixels().planes(); p++) {
            int rowBytes = format.pixels().rowBytes(p, format.width());
            for (int row = 0; row < format.pixels().rows(p, format.height()); row++) {
                long at = slot.address(p) + (long) row * slot.stride(p);
                Pointer.memset(at(at), padding, slot.stride(p));
                byte[] bytes = new byte[rowBytes];
                random.nextBytes(bytes);
                at(at).put(bytes, 0, rowBytes);
            }
        }
        slot.describe(sequence++, sequence * MS, StampClass.ARRIVAL);
        return slot;
    }

    private static void flip(long address) {
        BytePointer pointer = at(address);
        pointer.put(0, (byte) ~pointer.get(0));
    }

    private static BytePointer at(long where) {
        return new Memory(where);
    }

    /** Bytes of somebody else. */
    private static final class Memory extends BytePointer {
        Memory(long where) {
            address = where;
        }
    }
}
