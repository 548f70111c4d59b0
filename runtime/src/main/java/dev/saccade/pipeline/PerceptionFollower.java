package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.vision.Perception;

/**
 * Hears of each frame on the perception thread, once it is done with: nothing here may block, allocate or throw. It gets
 * copies and leases, and no way back.
 */
public interface PerceptionFollower {
    /** {@link #finished}: the result was published in time. */
    int IN_TIME = 0;
    /** {@link #finished}: the result was published after its deadline. */
    int LATE = 1;
    /** {@link #finished}: there is none; the frame was given up, or the engine failed. */
    int NONE = 2;
    /** {@link #finished}: the standby's result was published. */
    int STANDBY = 3;

    /**
     * Production is done with a frame.
     *
     * @param outcome {@link #IN_TIME}, {@link #LATE}, {@link #NONE} or {@link #STANDBY}
     * @param result read-only, valid during the call; null with {@link #NONE}
     * @param frame leased by the caller; whoever wants it longer retains it
     * @param nowNs monotonic ns
     */
    void finished(int outcome, Perception result, Frame frame, long nowNs);
}
