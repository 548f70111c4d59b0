package dev.saccade.fault;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import org.bytedeco.javacpp.BytePointer;

/** Frames of one format on their way, which come out later and in their order. Memory is made at once. One thread. */
final class DelayLine implements AutoCloseable {
    private static final int MOST = 64;

    private final BytePointer pictures;
    private final long bytes;
    private final long[] sequence;
    private final long[] captureNs;
    private final long[] dueNs;
    private StampClass stamp;
    private int first;
    private int count;

    /**
     * @param format of every frame
     * @param delayNs the longest delay, ns
     * @param periodNs of the frames, ns; 0 when unknown
     */
    DelayLine(FrameFormat format, long delayNs, long periodNs) {
        int room = periodNs <= 0 ? MOST : (int) Math.min(MOST, delayNs / periodNs + 2);
        bytes = format.alignedBytes();
        pictures = new BytePointer(bytes * room);
        sequence = new long[room];
        captureNs = new long[room];
        dueNs = new long[room];
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == sequence.length;
    }

    int size() {
        return count;
    }

    /** When the oldest comes out; only while there is one. */
    long dueNs() {
        return dueNs[first];
    }

    /** Takes a frame in; not while it is full. */
    void put(FrameSlot slot, long outNs) {
        int at = (first + count) % sequence.length;
        Kernels.copy(pictures.address() + at * bytes, slot.address(0), bytes);
        sequence[at] = slot.sequence();
        captureNs[at] = slot.captureNs();
        stamp = slot.stamp();
        dueNs[at] = outNs;
        count++;
    }

    /** Writes the oldest into a slot of the same format, and forgets it. */
    void take(FrameSlot slot) {
        Kernels.copy(slot.address(0), pictures.address() + first * bytes, bytes);
        slot.describe(sequence[first], captureNs[first], stamp);
        drop();
    }

    /** Forgets the oldest. */
    void drop() {
        first = (first + 1) % sequence.length;
        count--;
    }

    void clear() {
        count = 0;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
