package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One camera thread and three readers on one ring, as fast as they can. */
class FrameRingHammerTest {
    private static final int PUBLISHED = 60_000;
    private static final int READERS = 3;
    private static final FrameFormat FORMAT = FrameFormat.of(PixelFormat.GRAY8, 256, 2);

    private final AtomicReference<String> failure = new AtomicReference<>();
    private final AtomicIntegerArray taken = new AtomicIntegerArray(PUBLISHED);
    private volatile boolean done;

    @Test
    void shouldNeverTearALeasedFrameAndCountEveryOne() throws InterruptedException {
        long seed = System.nanoTime();
        try (FrameRing ring = new FrameRing(READERS + 2, HostFrameMemory.INSTANCE)) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                Thread reader = new Thread(() -> read(ring, random));
                reader.setUncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e.toString()));
                readers.add(reader);
            }
            readers.forEach(Thread::start);
            write(ring);
            done = true;
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failure.get()).as("seed %d", seed).isNull();
            int read = 0;
            for (int i = 0; i < PUBLISHED; i++) {
                read += Math.min(1, taken.get(i));
            }
            int last = ring.isNewestTaken() ? 0 : 1;
            assertThat(ring.captured()).isEqualTo(PUBLISHED);
            assertThat(read).as("seed %d: some frames were read", seed).isPositive();
            assertThat(ring.unread() + read + last)
                    .as("seed %d: every frame is read or unread", seed)
                    .isEqualTo(PUBLISHED);
        }
    }

    private void write(FrameRing ring) {
        byte[] row = new byte[256];
        for (long sequence = 0; sequence < PUBLISHED; ) {
            FrameSlot slot = ring.acquire();
            if (slot == null) {
                Thread.onSpinWait();
                continue;
            }
            slot.prepare(FORMAT);
            Arrays.fill(row, (byte) sequence);
            NativeBytes.write(slot.address(0), row);
            NativeBytes.write(slot.address(0) + slot.stride(0), row);
            slot.describe(sequence, sequence, StampClass.ARRIVAL);
            ring.publish(slot);
            sequence++;
        }
    }

    private void read(FrameRing ring, SplittableRandom random) {
        long latest = -1;
        while (!done && failure.get() == null) {
            Frame frame = ring.leaseNewest(latest);
            if (frame == null) {
                Thread.onSpinWait();
                continue;
            }
            if (frame.sequence() <= latest) {
                failure.compareAndSet(null, "frame " + frame.sequence() + " after " + latest);
            }
            latest = frame.sequence();
            taken.incrementAndGet((int) latest);
            boolean twice = random.nextInt(4) == 0;
            if (twice) {
                frame.retain();
            }
            check(frame, latest);
            for (int spin = random.nextInt(200); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            check(frame, latest);
            frame.release();
            if (twice) {
                check(frame, latest);
                frame.release();
            }
        }
    }

    private void check(Frame frame, long sequence) {
        byte[] bytes = NativeBytes.read(frame.address(0), frame.stride(0) + 256);
        for (byte b : bytes) {
            if (b != (byte) sequence || frame.sequence() != sequence) {
                failure.compareAndSet(null, "leased frame " + sequence + " was overwritten by " + frame.sequence());
                return;
            }
        }
    }
}
