package dev.saccade.frame;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread use a native resource while any thread may close it. Whoever is last frees: the closer when nobody is
 * inside, otherwise the user on its way out. Nothing blocks or allocates.
 *
 * <p>The user brackets each use with {@link #enter} and {@link #leave}; the closer calls {@link #close}. A true from
 * leave or close, which comes once, means "free now".
 */
public final class CloseGuard {
    private static final int OPEN = 0;
    private static final int IN_USE = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    private final AtomicInteger state = new AtomicInteger(OPEN);

    /** Makes an open guard. */
    public CloseGuard() {}

    /** @return whether the resource may be used until {@link #leave}; false once it was closed */
    public boolean enter() {
        return state.compareAndSet(OPEN, IN_USE);
    }

    /** @return whether it was closed meanwhile and the caller must free it */
    public boolean leave() {
        return !state.compareAndSet(IN_USE, OPEN) && state.compareAndSet(CLOSING, CLOSED);
    }

    /** @return whether the caller must free the resource now; false when the user will, or it is done */
    public boolean close() {
        while (true) {
            if (state.compareAndSet(OPEN, CLOSED)) {
                return true;
            }
            if (state.compareAndSet(IN_USE, CLOSING) || state.get() >= CLOSING) {
                return false;
            }
        }
    }

    /** @return whether close was called; a long use looks at it now and then */
    public boolean isClosing() {
        return state.get() >= CLOSING;
    }
}
