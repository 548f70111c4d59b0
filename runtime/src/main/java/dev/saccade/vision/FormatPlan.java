package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;

/** What turns frames of one format into the input tensor. Owned; one thread. */
interface FormatPlan extends AutoCloseable {
    FrameFormat format();

    /** Whether a device may still use it: then it is not closed. */
    default boolean isInFlight() {
        return false;
    }

    @Override
    void close();
}
