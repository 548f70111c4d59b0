package dev.saccade.control;

/**
 * How a run ended.
 *
 * @param cause what ended it
 * @param detail one line on a failure, naming the thing; empty otherwise
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
        THREAD_FAILED
    }

    /** @return whether the run ended as intended */
    public boolean isSound() {
        return cause != Cause.SOURCE_FAILED && cause != Cause.THREAD_FAILED;
    }
}
