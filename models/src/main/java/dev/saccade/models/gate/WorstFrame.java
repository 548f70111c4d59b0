package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.vision.Perception;

/**
 * A frame on which the two differ most, kept to be shown.
 *
 * @param found what was found
 * @param frame leased until this is closed
 * @param reference what the reference saw
 * @param candidate what the candidate saw; null when it gave no result
 * @param input the bytes of each one's input tensor: the reference's, then the candidate's
 */
public record WorstFrame(FrameRecord found, Frame frame, Perception reference, Perception candidate, Inputs input)
        implements AutoCloseable {
    /**
     * Input tensors.
     *
     * @param reference bytes, row-major
     * @param candidate bytes, row-major
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Inputs(byte[] reference, byte[] candidate) {}

    /** Frees the copies and releases the frame. */
    @Override
    public void close() {
        reference.close();
        if (candidate != null) {
            candidate.close();
        }
        frame.release();
    }
}
