package dev.saccade.bench.gpu;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.util.Comparator;
import java.util.Random;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.BytePointer;

/**
 * A camera that is never late: a few rendered pictures, written by turns into the ring that a stream would use
 * (page-locked where the back end provides it). A frame is captured once it lies there.
 */
final class Pictures implements AutoCloseable {
    private static final int PICTURES = 8;
    private static final int SLOTS = 4;

    private final FrameRing ring;
    private final FrameFormat format;
    private final BytePointer pictures;
    private final long bytes;
    private final FrameMemory memory;
    private long next;

    /** Rendered pictures. */
    Pictures(String size) throws Exception {
        memory = usable();
        ring = new FrameRing(SLOTS, memory);
        try (FrameSource scene = Cameras.open("synthetic:?pace=max&size=" + size)) {
            format = scene.format();
            bytes = format.alignedBytes();
            pictures = new BytePointer(PICTURES * bytes);
            for (int i = 0; i < PICTURES; i++) {
                FrameSlot slot = ring.acquire();
                slot.prepare(format);
                if (scene.capture(slot, System.nanoTime()) != FrameSource.CAPTURED) {
                    throw new IllegalStateException("the scene gave no frame " + i);
                }
                Kernels.copy(pictures.address() + i * bytes, slot.address(0), bytes);
                ring.abandon(slot);
            }
        }
    }

    /** Noise in any format, for what does not look at what it sees. */
    Pictures(FrameFormat format) {
        memory = usable();
        ring = new FrameRing(SLOTS, memory);
        this.format = format;
        bytes = format.alignedBytes();
        byte[] noise = new byte[(int) bytes];
        pictures = new BytePointer(PICTURES * bytes);
        for (int i = 0; i < PICTURES; i++) {
            new Random(i).nextBytes(noise);
            pictures.position(i * bytes).put(noise);
        }
        pictures.position(0);
    }

    private static FrameMemory usable() {
        return ServiceLoader.load(FrameMemory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(FrameMemory::isUsable)
                .max(Comparator.comparingInt(FrameMemory::priority))
                .orElse(HostFrameMemory.INSTANCE);
    }

    FrameFormat format() {
        return format;
    }

    String memory() {
        return memory.getClass().getSimpleName();
    }

    /** The next frame, leased; captured when this returns. */
    Frame take() {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        Kernels.copy(slot.address(0), pictures.address() + next % PICTURES * bytes, bytes);
        slot.describe(next, System.nanoTime(), StampClass.PLAYBACK);
        ring.publish(slot);
        return ring.leaseNewest(next++ - 1);
    }

    @Override
    public void close() {
        ring.close();
        pictures.close();
    }
}
