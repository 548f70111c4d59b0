package dev.saccade.models.evaluate.metric;

/**
 * A box that a model reported.
 *
 * @param label class index
 * @param x left edge, source pixels
 * @param y top edge, source pixels
 * @param width source pixels
 * @param height source pixels
 * @param score 0..1
 */
public record SeenBox(int label, double x, double y, double width, double height, float score) {
    /** @return source pixels */
    public double area() {
        return width * height;
    }
}
