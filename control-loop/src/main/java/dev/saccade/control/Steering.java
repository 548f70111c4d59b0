package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.vision.Perception;

/**
 * One call of the controller, with everything that may be wrong about it: what it throws, a view that it kept, a command
 * that is not finite. Control thread.
 */
final class Steering<C extends Command> {
    private final ControlLaw<C> law;
    private final DegradedLaw<C> degraded;
    private final CommandLimiter limiter;
    private final SeenViews views;
    private final ControlCounters counters;
    private final C command;
    private int unsoundAxis = -1;

    Steering(ControlSettings<C> settings, SeenViews views, ControlCounters counters) {
        law = settings.law();
        degraded = settings.degraded();
        command = settings.actuator().newCommand();
        limiter = new CommandLimiter(settings.limits(), command, settings.periodNs());
        this.views = views;
        this.counters = counters;
    }

    /** @return whether a mode has a controller to call */
    boolean steers(Mode mode) {
        return mode == Mode.NOMINAL || (mode == Mode.DEGRADED && degraded != null);
    }

    /** @return {@link Reason#NONE} when {@link #command()} may be sent, otherwise what the controller did */
    Reason steer(Perception perception, long ageNs, TickInput in) {
        for (int i = 0; i < command.axes(); i++) {
            command.value(i, 0);
        }
        Reason fault = call(perception, ageNs, in);
        if (views.isMisused()) {
            return Reason.VIEW_KEPT;
        }
        if (fault != Reason.NONE) {
            return fault;
        }
        unsoundAxis = CommandLimiter.unsoundAxis(command);
        if (unsoundAxis >= 0) {
            counters.invalidCommand();
            return Reason.COMMAND_INVALID;
        }
        if (limiter.apply(command)) {
            counters.limitedCommand();
        }
        return Reason.NONE;
    }

    C command() {
        return command;
    }

    /** @return the axis that was not finite, after {@link Reason#COMMAND_INVALID} */
    int unsoundAxis() {
        return unsoundAxis;
    }

    /** The safe command goes out instead. */
    void standStill() {
        limiter.reset();
    }

    private Reason call(Perception perception, long ageNs, TickInput in) {
        try {
            if (in.mode() == Mode.NOMINAL) {
                decide(perception, ageNs, in);
            } else {
                degraded.decide(in, command);
            }
            return Reason.NONE;
        } catch (Throwable thrown) {
            // Whatever the controller throws ends in SAFE, never in the end of the loop.
            counters.controllerFault(thrown);
            return Reason.CONTROLLER_FAULT;
        }
    }

    private void decide(Perception perception, long ageNs, TickInput in) {
        Seen seen = views.open(perception, ageNs);
        try {
            law.decide(seen, in, command);
        } finally {
            seen.shut();
        }
    }
}
