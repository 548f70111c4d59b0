package dev.saccade.control;

/**
 * Takes commands to a vehicle. {@link #send} and {@link #sendSafe} come from the control thread only; they never block
 * and allocate nothing in steady state. The others come before the loop starts or after it has ended.
 *
 * <p>One exception: when the loop must end and the control thread stays in the controller for half a second, as one that
 * calls {@link System#exit} does, another thread sends the last safe commands. It never does so during a send of the
 * control thread, which happens before, and nothing is sent after it.
 *
 * @param <C> the vehicle's command
 */
public interface Actuator<C extends Command> extends AutoCloseable {
    /** {@link #send}: the command is on its way. */
    int SENT = 0;
    /** {@link #send}: no room to send without waiting; this command is lost, the next may pass. */
    int DROPPED = 1;
    /** {@link #send}: the peer refuses, as a UDP port does where nobody listens. */
    int REFUSED = 2;
    /** {@link #send}: the outlet is broken; {@link #lastError()} tells. */
    int FAILED = 3;
    /** {@link #send}: the outlet has gone safe by itself and takes no command until {@link #rearm}. */
    int LATCHED = 4;
    /** {@link #send}: somebody else steers the vehicle, a pilot for one; nothing is sent until {@link #rearm}. */
    int HANDED_OVER = 5;

    /** @return what it is, in words, such as {@code udp://127.0.0.1:9000} */
    String name();

    /** @return a command of this vehicle, owned by the caller */
    C newCommand();

    /**
     * Encodes the safe policy, once, before the loop starts.
     *
     * @param policy what SAFE means
     * @throws LoopConfigurationException when this vehicle cannot carry it out
     */
    void prepare(SafePolicy policy);

    /**
     * Sends a controller's command.
     *
     * @param command finite and within its limits; valid during the call
     * @param in the tick it belongs to; valid during the call
     * @return one of this interface's constants
     */
    int send(C command, TickInput in);

    /**
     * Sends the safe command. The last one is sent up to three times where an answer before it was not {@link #SENT}.
     *
     * @param in the tick it belongs to; valid during the call
     * @return as {@link #send}
     */
    int sendSafe(TickInput in);

    /** @return one line on the latest send that was {@link #REFUSED} or {@link #FAILED}; empty before; any thread */
    String lastError();

    /** Lets commands pass again after {@link #LATCHED} or {@link #HANDED_OVER}; control thread. */
    default void rearm() {}

    /** @return whether a process outside the JVM checks expiry again and sends the safe command when the JVM cannot */
    default boolean isCoveredByGate() {
        return false;
    }

    /** Releases the outlet; the loop has ended. Idempotent. */
    @Override
    void close();
}
