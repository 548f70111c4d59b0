package dev.saccade.control;

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
                    case SOURCE_FAILED, THREAD_FAILED, CONTROLLER_FAULT, NOT_SAFE -> false;
                };
    }

    LoopEnd withControllerFault(String line) {
        boolean byItself = cause == Cause.SOURCE_ENDED || cause == Cause.DURATION;
        return new LoopEnd(byItself ? Cause.CONTROLLER_FAULT : cause, detail.isEmpty() ? line : detail + "; " + line);
    }

    LoopEnd notSafe(String line) {
        return new LoopEnd(Cause.NOT_SAFE, detail.isEmpty() ? line : line + "; " + detail);
    }

    static String oneLine(Throwable thrown) {
        return thrown.toString().replaceAll("\\R", " ");
    }
}
