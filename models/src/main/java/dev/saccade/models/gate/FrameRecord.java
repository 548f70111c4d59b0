package dev.saccade.models.gate;

/**
 * What the comparison found on one frame.
 *
 * @param sequence the source's number of the frame
 * @param sha256 of its picture, hex
 * @param relative largest relative error of the outputs that are judged
 * @param cosine smallest cosine of the outputs that are judged
 * @param agreement of the results, 0..1
 * @param fault why the candidate gave no result; null when it did
 */
public record FrameRecord(
        long sequence, String sha256, double relative, double cosine, double agreement, String fault) {
    /** Higher is worse: no result, then disagreement, then tensors. */
    double badness() {
        return (fault == null ? 0 : 4) + 2 * (1 - agreement) + Math.min(1, relative);
    }
}
