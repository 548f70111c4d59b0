package dev.saccade.models.gate;

/**
 * Where two networks part, on one frame.
 *
 * @param node the first whose output differs beyond the limit, or the one that differs most; null when none was compared
 * @param operator its ONNX type
 * @param relative its relative error
 * @param limit beyond which a node counts as diverging
 * @param position of the node in the reference's order, from 1
 * @param compared nodes compared
 * @param note one line for people
 */
public record LayerDivergence(
        String node, String operator, double relative, double limit, int position, int compared, String note) {
    /** @return whether the node is beyond the limit */
    public boolean isBeyond() {
        return node != null && relative > limit;
    }
}
