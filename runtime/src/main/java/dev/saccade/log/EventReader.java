package dev.saccade.log;

/** Receives the events of an {@link EventRing} on the reader's thread, where formatting and writing may take time. */
@FunctionalInterface
public interface EventReader {
    /**
     * One event.
     *
     * @param type what happened, defined by the writer's schema
     * @param timeNs when, monotonic ns
     * @param a first argument
     * @param b second argument
     * @param c third argument
     * @param d fourth argument
     */
    void onEvent(int type, long timeNs, long a, long b, long c, long d);
}
