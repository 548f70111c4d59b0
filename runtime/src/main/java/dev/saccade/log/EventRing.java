package dev.saccade.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries events from one hot thread to one reader. Each event is {@link #WORDS} longs: a type, a stamp and
 * {@link #ARGUMENTS} arguments whose meaning the type's owner defines. Neither side waits, locks or allocates; an event
 * that finds the ring full is dropped and counted, so a slow reader costs events, never time.
 */
public final class EventRing {
    /** {@link #offer}: the event is in the ring. */
    public static final int OFFERED = 0;
    /** {@link #offer}: the ring is full; the event is lost and counted. Drain more often or enlarge the ring. */
    public static final int DROPPED = 1;

    /** Arguments of one event. */
    public static final int ARGUMENTS = 4;

    static final int WORDS = 2 + ARGUMENTS;

    private final long[] words;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /** @param capacity events; rounded up to a power of two, 2..2^20 */
    public EventRing(int capacity) {
        if (capacity < 2 || capacity > 1 << 20) {
            throw new IllegalArgumentException("event ring of " + capacity + " events; use 2 to " + (1 << 20));
        }
        int slots = Integer.highestOneBit(capacity - 1) << 1;
        mask = slots - 1;
        words = new long[slots * WORDS];
    }

    /** @return events that fit */
    public int capacity() {
        return mask + 1;
    }

    /**
     * Adds an event. Writer thread.
     *
     * @param type what happened, defined by the writer's schema
     * @param timeNs when, monotonic ns
     * @param a first argument
     * @param b second argument
     * @param c third argument
     * @param d fourth argument
     * @return {@link #OFFERED} or {@link #DROPPED}
     */
    public int offer(int type, long timeNs, long a, long b, long c, long d) {
        long at = tail.getPlain();
        if (at - head.getAcquire() > mask) {
            dropped.setRelease(dropped.getPlain() + 1);
            return DROPPED;
        }
        int base = (int) (at & mask) * WORDS;
        words[base] = type;
        words[base + 1] = timeNs;
        words[base + 2] = a;
        words[base + 3] = b;
        words[base + 4] = c;
        words[base + 5] = d;
        tail.setRelease(at + 1);
        return OFFERED;
    }

    /**
     * Hands every waiting event to a reader, oldest first. Reader thread. An event counts as read before the reader
     * sees it, so a reader that throws loses that one only.
     *
     * @param reader receives the events
     * @return how many
     */
    public int drain(EventReader reader) {
        long from = head.getPlain();
        long to = tail.getAcquire();
        for (long at = from; at < to; at++) {
            int base = (int) (at & mask) * WORDS;
            int type = (int) words[base];
            long timeNs = words[base + 1];
            long a = words[base + 2];
            long b = words[base + 3];
            long c = words[base + 4];
            long d = words[base + 5];
            head.setRelease(at + 1);
            reader.onEvent(type, timeNs, a, b, c, d);
        }
        return (int) (to - from);
    }

    /** @return events dropped because the ring was full; any thread */
    public long dropped() {
        return dropped.getAcquire();
    }
}
