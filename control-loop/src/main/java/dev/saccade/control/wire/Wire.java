package dev.saccade.control.wire;

import dev.saccade.control.Actuator;

/**
 * A socket or serial port towards a vehicle. Every send names the time until which it is valid; the wire looks at it
 * again just before the bytes leave. It numbers and frames messages, so that nothing else can use up its numbers.
 *
 * <p>{@link #plan} comes before the first send. It may come again between sends, from the thread that sends, with another
 * plan made at start-up: what is safe depends on who flies, and a vehicle under its pilot must not be told to land.
 * Sends and {@link #receive} come from one thread, the control thread; they neither block nor allocate, and neither does a
 * later plan. {@link #rearm}, {@link #lastError} from any thread.
 */
public interface Wire extends AutoCloseable {
    /** @return what it is, in words, such as {@code udp://127.0.0.1:14540} */
    String name();

    /**
     * Sets what is sent when nothing else may be; before the first send.
     *
     * @param plan of the vehicle's safe policy; a copy is kept
     */
    default void plan(SafePlan plan) {
        plan(0, plan);
    }

    /**
     * Sets one of several plans, for a vehicle that is not always safe in the same way; before the first send. The first
     * is in force until another is chosen.
     *
     * @param index 0 to 3
     * @param plan a copy is kept
     */
    void plan(int index, SafePlan plan);

    /**
     * Takes another plan from here on, from its first phase, also on a wire that has gone safe; nothing where it is in
     * force already.
     *
     * @param index of a plan that was set
     */
    void choose(int index);

    /** Says that nothing is to be sent now, and that the program is well: its silence is no stall. */
    void alive();

    /**
     * Sends messages of a controller's command.
     *
     * @param messages in order; read during the call
     * @param validUntilNs monotonic ns after which none of them may leave
     * @return a return code of {@link Actuator#send}; {@link Actuator#LATCHED} where the wire has gone safe and waits for
     *     {@link #rearm}
     */
    int send(MessageBatch messages, long validUntilNs);

    /**
     * Carries out the safe plan at this time, its phases counted from the first such call after a command.
     *
     * @param nowNs monotonic ns
     * @return as {@link #send}
     */
    int sendSafe(long nowNs);

    /**
     * As {@link #sendSafe(long)}, with messages that say more than the plan's, sent instead of them wherever the plan is
     * not silent.
     *
     * @param instead read during the call
     * @param nowNs monotonic ns
     * @return as {@link #send}
     */
    int sendSafe(MessageBatch instead, long nowNs);

    /**
     * Takes bytes that the vehicle sent.
     *
     * @param address where to put them
     * @param capacity bytes at the address
     * @return number of bytes, a whole datagram at a time where the wire has datagrams; 0 when there are none; below 0
     *     when the wire is broken
     */
    int receive(long address, int capacity);

    /** Lets commands pass again after the wire had gone safe. */
    void rearm();

    /** @return one line on what broke or refused last; empty when nothing did */
    String lastError();

    /** @return whether a process outside the JVM owns the socket or port and sends the safe plan when the JVM cannot */
    boolean isCoveredByGate();

    /** Releases it. Idempotent. */
    @Override
    void close();
}
