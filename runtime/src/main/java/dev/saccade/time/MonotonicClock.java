package dev.saccade.time;

/**
 * A clock that never goes back. Nanoseconds from an arbitrary origin; compare with {@code a - b < 0}, which survives
 * wrap. Implementations are safe for any thread and allocate nothing.
 */
@FunctionalInterface
public interface MonotonicClock {
    /** CLOCK_MONOTONIC, the clock of kernel camera stamps. */
    MonotonicClock SYSTEM = System::nanoTime;

    /** @return now, ns */
    long nanoTime();
}
