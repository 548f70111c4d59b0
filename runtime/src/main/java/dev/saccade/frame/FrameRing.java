package dev.saccade.frame;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Slots between one camera thread and its readers. The newest frame wins: an older unread frame is overwritten and
 * counted, a leased one never. Lock-free; nothing here blocks or allocates after start-up.
 *
 * <p>The camera thread calls {@link #acquire}, lets the source write, then {@link #publish} or {@link #abandon}. A
 * reader calls {@link #leaseNewest} and releases the frame.
 */
public final class FrameRing implements AutoCloseable {
    private static final int INDEX_BITS = 8;
    private static final long NONE = -1;

    private final FrameSlot[] slots;
    private final AtomicLong newest = new AtomicLong(NONE);
    private final Signal published = new Signal();
    private final Signal leased = new Signal();
    private volatile long taken = NONE;
    private long ticket;
    private long exhausted;
    private final AtomicLong captured = new AtomicLong();
    private final AtomicLong unread = new AtomicLong();

    /**
     * Makes a ring.
     *
     * @param slotCount frames in memory: readers that may hold one at a time, plus two; 3..64
     * @param memory where the frames lie
     */
    public FrameRing(int slotCount, FrameMemory memory) {
        if (slotCount < 3 || slotCount > 64) {
            throw new IllegalArgumentException("ring of " + slotCount + " slots; use 3 to 64");
        }
        slots = new FrameSlot[slotCount];
        for (int i = 0; i < slotCount; i++) {
            slots[i] = new FrameSlot(memory);
        }
    }

    /** @return raised after each publish; readers wait on it */
    public Signal published() {
        return published;
    }

    /** @return raised when a reader takes the newest frame; a lossless camera thread waits on it */
    public Signal leased() {
        return leased;
    }

    /**
     * Takes a free slot for writing. Camera thread.
     *
     * @return the slot, or null when every other slot is leased (counted in {@link #exhausted()})
     */
    public FrameSlot acquire() {
        long now = newest.get();
        int keep = now == NONE ? -1 : (int) (now & ((1 << INDEX_BITS) - 1));
        for (int i = 0; i < slots.length; i++) {
            if (i != keep && slots[i].leases.compareAndSet(0, FrameSlot.WRITING)) {
                return slots[i];
            }
        }
        exhausted++;
        return null;
    }

    /**
     * Makes a written slot the newest frame. Camera thread.
     *
     * @param slot of {@link #acquire}
     */
    public void publish(FrameSlot slot) {
        int index = indexOf(slot);
        slot.leases.set(0);
        long before = newest.getAndSet((ticket++ << INDEX_BITS) | index);
        captured.lazySet(captured.get() + 1);
        if (before != NONE && taken != before) {
            unread.lazySet(unread.get() + 1);
        }
        published.raise();
    }

    /**
     * Gives a slot back unwritten. Camera thread.
     *
     * @param slot of {@link #acquire}
     */
    public void abandon(FrameSlot slot) {
        slot.leases.set(0);
    }

    /**
     * Leases the newest frame unless this reader has had it.
     *
     * @param after {@link Frame#sequence()} of the reader's latest frame, or -1
     * @return the frame, to be released by the caller; null when there is no newer one
     */
    public Frame leaseNewest(long after) {
        while (true) {
            long now = newest.get();
            if (now == NONE) {
                return null;
            }
            FrameSlot slot = slots[(int) (now & ((1 << INDEX_BITS) - 1))];
            int held = slot.leases.get();
            if (held == FrameSlot.WRITING || !slot.leases.compareAndSet(held, held + 1)) {
                continue;
            }
            if (newest.get() != now) {
                slot.release();
                continue;
            }
            if (slot.sequence() == after) {
                slot.release();
                return null;
            }
            taken = now;
            leased.raise();
            return slot;
        }
    }

    /** @return whether the newest frame has been leased by a reader, or there is none yet */
    public boolean isNewestTaken() {
        long now = newest.get();
        return now == NONE || taken == now;
    }

    /** @return frames published */
    public long captured() {
        return captured.get();
    }

    /** @return frames overwritten before any reader leased them */
    public long unread() {
        return unread.get();
    }

    /** @return how often no slot was free */
    public long exhausted() {
        return exhausted;
    }

    /** Frees the memory. No frame may be leased; the camera thread has ended. Idempotent. */
    @Override
    public void close() {
        newest.set(NONE);
        for (FrameSlot slot : slots) {
            slot.free();
        }
    }

    private int indexOf(FrameSlot slot) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == slot) {
                return i;
            }
        }
        throw new IllegalArgumentException("slot of another ring");
    }
}
