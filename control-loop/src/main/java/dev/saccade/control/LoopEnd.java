package dev.saccade.control;

import dev.saccade.control.mode.Reason;

/**
 * How a run ended.
 *
 * @param cause what ended it, or what is worse than that
 * @param detail one line on every failure, naming the thing; empty when there was none
 */
public record LoopEnd(Cause cause, String detail) {
    /** What ends a run. */
    public enum Cause {
        /** The source is at its end, or the number of frames was reached; the last frame was processed. */
        SOURCE_ENDED,
        /** The time was up. */
        DURATION,
        /** Somebody asked for it. */
        STOPPED,
        /** The thread that ran it was interrupted. */
        INTERRUPTED,
        /** The source failed for good. */
        SOURCE_FAILED,
        /** A thread of the loop ended by an exception. */
        THREAD_FAILED,
        /**
         * The run came to the end of its source or time in a SAFE that its controller had latched, or its controller did
         * not return. A run that ended for another reason keeps that cause; its detail tells of the controller.
         */
        CONTROLLER_FAULT,
        /** Likewise, latched by an operator, a pilot who took over, or an outlet that had gone safe by itself. */
        LATCHED,
        /**
         * The last safe command was not accepted, or a send did not return: nobody knows what the vehicle does. Stands
         * before every other cause, whose detail follows in the same line.
         */
        NOT_SAFE
    }

    /** @return whether the run ended as intended, with the vehicle safe and nothing to tell in {@link #detail()} */
    public boolean isSound() {
        return detail.isEmpty()
                && switch (cause) {
                    case SOURCE_ENDED, DURATION, STOPPED, INTERRUPTED -> true;
                    case SOURCE_FAILED, THREAD_FAILED, CONTROLLER_FAULT, LATCHED, NOT_SAFE -> false;
                };
    }

    static LoopEnd of(Cause cause, String fault) {
        return new LoopEnd(cause, fault == null ? "" : fault);
    }

    /** This end, with what the controller, an operator and the actuator make of it. */
    LoopEnd judged(ControlAgent<?> agent) {
        LoopEnd told = this;
        Latch latch = agent.latch();
        String latched = latch.text();
        if (!latched.isEmpty()) {
            boolean itsOwn = latch.reason() == Reason.CONTROLLER_FAULT || latch.reason() == Reason.VIEW_KEPT;
            told = itsOwn ? told.withControllerFault(latched) : told.with(Cause.LATCHED, latched);
        }
        String unsafe = agent.unsafe();
        return unsafe.isEmpty() ? told : told.notSafe(unsafe);
    }

    LoopEnd withControllerFault(String line) {
        return with(Cause.CONTROLLER_FAULT, line);
    }

    private LoopEnd with(Cause worse, String line) {
        boolean byItself = cause == Cause.SOURCE_ENDED || cause == Cause.DURATION;
        return new LoopEnd(byItself ? worse : cause, detail.isEmpty() ? line : detail + "; " + line);
    }

    LoopEnd notSafe(String line) {
        return new LoopEnd(Cause.NOT_SAFE, detail.isEmpty() ? line : line + "; " + detail);
    }

    static String oneLine(Throwable thrown) {
        return thrown.toString().replaceAll("\\R", " ");
    }
}
