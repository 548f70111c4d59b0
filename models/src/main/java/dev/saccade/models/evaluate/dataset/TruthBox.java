package dev.saccade.models.evaluate.dataset;

/**
 * A labelled object.
 *
 * @param label class index of the model
 * @param x left edge, source pixels
 * @param y top edge, source pixels
 * @param width source pixels
 * @param height source pixels
 * @param area of the object itself, source pixels; at most that of its box where an outline was drawn
 * @param weight how it counts
 */
public record TruthBox(int label, double x, double y, double width, double height, double area, Weight weight) {
    /** How an object counts. */
    public enum Weight {
        /** To be found; missing it costs. */
        COUNTED,
        /** Finding it once neither helps nor costs. */
        IGNORED,
        /** A group: any number of boxes that lie in it neither help nor cost. */
        CROWD
    }
}
