package dev.saccade.control;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one way to the actuator. The control thread sends through it; {@link #sendLast} closes it for good, from the
 * control thread or, when that is stuck in the controller, from another. The two never send at once: whoever takes the
 * state from idle sends, the other does not.
 */
final class CommandOutlet<C extends Command> {
    /** {@link #send}, {@link #sendSafe}: the last command is out, this one was not sent. */
    static final int CLOSED = -1;

    private static final int IDLE = 0;
    private static final int SENDING = 1;
    private static final int OVER = 2;
    private static final int LAST_ATTEMPTS = 3;
    private static final String[] WORDS = {"sent", "dropped", "refused", "not sent", "latched", "handed over"};

    private final Actuator<C> actuator;
    private final ControlCounters counters;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    /** Guarded by the state. */
    private int latest = Actuator.SENT;

    private volatile Throwable thrown;
    private volatile String unsafe;

    CommandOutlet(Actuator<C> actuator, ControlCounters counters) {
        this.actuator = actuator;
        this.counters = counters;
        unsafe = "actuator " + actuator.name() + ": a send has not returned, the last safe command is not out";
    }

    /** @return the actuator's return code, or {@link #CLOSED} */
    int send(C command, TickInput in) {
        if (!state.compareAndSet(IDLE, SENDING)) {
            return CLOSED;
        }
        int status = transmit(command, in);
        state.set(IDLE);
        return status;
    }

    /** @return the actuator's return code, or {@link #CLOSED} */
    int sendSafe(TickInput in) {
        return send(null, in);
    }

    /** Lets commands pass again after the outlet had latched; nothing where a send is under way or the last one is out. */
    void rearm() {
        if (!state.compareAndSet(IDLE, SENDING)) {
            return;
        }
        try {
            actuator.rearm();
        } catch (RuntimeException | Error e) {
            // What it could not do shows in the next send's status.
            thrown = e;
        }
        state.set(IDLE);
    }

    /** @return whether the actuator has not come back from a call; any thread */
    boolean isSending() {
        return state.get() == SENDING;
    }

    /**
     * Sends the safe command as the last one; any thread, once. Nothing where a send is under way or the last one is out.
     * A refusal is often told at the send after, so that what follows one is sent again until it is known to stand.
     */
    void sendLast(TickInput in) {
        if (!state.compareAndSet(IDLE, OVER)) {
            return;
        }
        int failed = Actuator.SENT;
        for (int i = 0; i < LAST_ATTEMPTS; i++) {
            int before = latest;
            int status = transmit(null, in);
            if (isOutOfOurHands(status) || (before == Actuator.SENT && status == Actuator.SENT)) {
                unsafe = "";
                return;
            }
            failed = status == Actuator.SENT ? failed : status;
        }
        unsafe = "actuator " + actuator.name() + ": the last safe command was " + WORDS[failed] + why();
    }

    /** An outlet that went safe by itself, or a pilot, answers for the vehicle. */
    private static boolean isOutOfOurHands(int status) {
        return status == Actuator.LATCHED || status == Actuator.HANDED_OVER;
    }

    /** @return what the actuator threw last, or null; any thread */
    Throwable thrown() {
        return thrown;
    }

    /** @return why the vehicle may not be safe, one line; empty once the last safe command was accepted; any thread */
    String unsafe() {
        return unsafe;
    }

    /** The safe command when there is none of a controller. */
    private int transmit(C command, TickInput in) {
        try {
            latest = known(command == null ? actuator.sendSafe(in) : actuator.send(command, in));
        } catch (RuntimeException | Error e) {
            thrown = e;
            latest = Actuator.FAILED;
        }
        counters.sent(latest);
        return latest;
    }

    private static int known(int status) {
        return status < Actuator.SENT || status > Actuator.HANDED_OVER ? Actuator.FAILED : status;
    }

    private String why() {
        String error = actuator.lastError();
        if (error.isEmpty()) {
            return thrown == null ? "" : ": " + LoopEnd.oneLine(thrown);
        }
        String prefix = "actuator " + actuator.name() + ": ";
        return ": " + (error.startsWith(prefix) ? error.substring(prefix.length()) : error);
    }
}
