package dev.saccade.models.precision;

/**
 * A layer with weights, as a quantisation sees it.
 *
 * @param node its name, or its output's where it has none; what was folded into it lends it its own name
 * @param operator ONNX type
 * @param input tensor that it reads
 * @param output tensor that it makes
 * @param weights how many it has
 * @param countedTensor whose elements times {@code each} are the layer's multiply-accumulates
 * @param each multiply-accumulates for an element of {@code countedTensor}
 * @param obstacle why it cannot be quantised; empty when it can
 */
public record QuantLayer(
        String node,
        String operator,
        String input,
        String output,
        long weights,
        String countedTensor,
        long each,
        String obstacle) {
    /** @return whether it can become INT8 */
    public boolean isQuantisable() {
        return obstacle.isEmpty();
    }
}
