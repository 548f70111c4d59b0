package dev.saccade.control;

import dev.saccade.control.mode.Reason;

/** What latched SAFE, since when and by whom. The control thread sets it; any thread reads. */
final class Latch {
    private final ControlCounters counters;
    private volatile Reason reason = Reason.NONE;
    private volatile long tick;
    private volatile String operator = "";

    Latch(ControlCounters counters) {
        this.counters = counters;
    }

    /** Keeps the worst; {@code sinceTick} is that of the first. */
    void set(Reason fault, long sinceTick) {
        if (reason == Reason.NONE) {
            tick = sinceTick;
        }
        reason = Reason.worst(reason, fault);
    }

    void setBy(String who, long sinceTick) {
        operator = who;
        set(Reason.OPERATOR_STOP, sinceTick);
    }

    void forgive() {
        reason = Reason.NONE;
    }

    Reason reason() {
        return reason;
    }

    /** @return who pressed stop last; empty before */
    String operator() {
        return operator;
    }

    /** @return one line; empty when nothing is latched */
    String text() {
        Reason fault = reason;
        if (fault == Reason.NONE) {
            return "";
        }
        String what =
                switch (fault) {
                    case CONTROLLER_FAULT -> fault.text() + " " + LoopEnd.oneLine(counters.latestControllerFault());
                    case OPERATOR_STOP -> fault.text() + " by " + operator;
                    default -> fault.text();
                };
        return what + "; SAFE since tick " + tick;
    }
}
