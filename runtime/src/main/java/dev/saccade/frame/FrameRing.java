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
    // The newest frame in one word: ticket, whether a reader has taken it, slot index. One word, so that taking a frame
    // and superseding it are ordered against each other and every frame counts as read or unread, never both.
    private static final int INDEX_MASK = 0x7f;
    private static final long TAKEN = 0x80;
    private static final int TICKET_SHIFT = 8;
    private static final long NONE = -1;

    private final FrameSlot[] slots;
    private final AtomicLong newest = new AtomicLong(NONE);
    private final Signal published = new Signal();
    private final Signal leased = new Signal();
    private final AtomicLong exhausted = new AtomicLong();
    private long ticket;
    private int acquired = -1;
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
        int keep = now == NONE ? -1 : (int) (now & INDEX_MASK);
        // In turn, so that every slot has its memory after the first round and none is first used late in a run.
        for (int k = 1; k <= slots.length; k++) {
            int i = (acquired + k) % slots.length;
            if (i != keep && slots[i].leases.compareAndSet(0, FrameSlot.WRITING)) {
                acquired = i;
                return slots[i];
            }
        }
        exhausted.lazySet(exhausted.get() + 1);
        return null;
    }

    /**
     * Makes a written slot the newest frame. Camera thread.
     *
     * @param slot of {@link #acquire}
     */
    public void publish(FrameSlot slot) {
        int index = indexOf(slot);
        giveBack(slot);
        long before = newest.getAndSet((ticket++ << TICKET_SHIFT) | index);
        captured.lazySet(captured.get() + 1);
        if (before != NONE && (before & TAKEN) == 0) {
            unread.lazySet(unread.get() + 1);
        }
        published.raise();
    }

    /**
     * Whether a written slot tells nothing that the newest frame did not: its sequence is the same, or every byte of
     * its picture. A live picture differs in its first bytes, so that only a repeated one is read whole.
     * Camera thread.
     *
     * @param slot of {@link #acquire}, written and described
     * @return false also before the first frame
     */
    public boolean repeatsNewest(FrameSlot slot) {
        long now = newest.get();
        // Nobody writes the newest slot: only this thread does, and it acquires another.
        return now != NONE && slot.repeats(slots[(int) (now & INDEX_MASK)]);
    }

    /**
     * Gives a slot back unwritten. Camera thread.
     *
     * @param slot of {@link #acquire}
     */
    public void abandon(FrameSlot slot) {
        giveBack(slot);
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
            FrameSlot slot = slots[(int) (now & INDEX_MASK)];
            int held = slot.leases.get();
            if (held == FrameSlot.WRITING || !slot.leases.compareAndSet(held, held + 1)) {
                continue;
            }
            if ((newest.get() | TAKEN) != (now | TAKEN)) {
                slot.release();
                continue;
            }
            if (slot.sequence() == after) {
                slot.release();
                return null;
            }
            if ((now & TAKEN) == 0 && !newest.compareAndSet(now, now | TAKEN) && newest.get() != (now | TAKEN)) {
                slot.release();
                continue;
            }
            leased.raise();
            return slot;
        }
    }

    /** @return whether the newest frame has been leased by a reader, or there is none yet */
    public boolean isNewestTaken() {
        long now = newest.get();
        return now == NONE || (now & TAKEN) != 0;
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
        return exhausted.get();
    }

    /** Frees the memory. No frame may be leased; the camera thread has ended. Idempotent. */
    @Override
    public void close() {
        newest.set(NONE);
        for (FrameSlot slot : slots) {
            slot.free();
        }
    }

    private static void giveBack(FrameSlot slot) {
        if (!slot.leases.compareAndSet(FrameSlot.WRITING, 0)) {
            throw new IllegalStateException("slot was published or abandoned without being acquired");
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
