package dev.saccade.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Hands the latest of a mutable value from one writer thread to one reader thread through three preallocated copies.
 * Neither side waits, locks or allocates; values in between are overwritten.
 *
 * <p>The writer fills {@link #writable()} and calls {@link #publish()}; the reader calls {@link #poll()} and may use
 * {@link #latest()} until its next poll.
 *
 * @param <T> the value
 */
public final class LatestValue<T> {
    private static final int FRESH = 4;
    private static final int INDEX = 3;

    private final Object[] values = new Object[3];
    private final AtomicInteger shared = new AtomicInteger(1);
    private int writer;
    private int reader = 2;
    private boolean seen;

    /** @param make makes one copy; called three times */
    public LatestValue(Supplier<? extends T> make) {
        for (int i = 0; i < values.length; i++) {
            values[i] = make.get();
        }
    }

    /** @return the copy that the writer may fill; writer thread */
    @SuppressWarnings("unchecked")
    public T writable() {
        return (T) values[writer];
    }

    /** Makes the filled copy the latest; writer thread. */
    public void publish() {
        writer = shared.getAndSet(writer | FRESH) & INDEX;
    }

    /**
     * Takes over a newer value when there is one; reader thread.
     *
     * @return whether {@link #latest()} changed
     */
    public boolean poll() {
        if ((shared.get() & FRESH) == 0) {
            return false;
        }
        reader = shared.getAndSet(reader) & INDEX;
        seen = true;
        return true;
    }

    /** @return the latest polled value, or null before the first; reader thread, valid until the next poll */
    @SuppressWarnings("unchecked")
    public T latest() {
        return seen ? (T) values[reader] : null;
    }

    /**
     * Visits the three copies, to free them after both threads have ended.
     *
     * @param action what to do with each
     */
    @SuppressWarnings("unchecked")
    public void forEachCopy(java.util.function.Consumer<? super T> action) {
        for (Object value : values) {
            action.accept((T) value);
        }
    }
}
