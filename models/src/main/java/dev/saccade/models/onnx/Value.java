package dev.saccade.models.onnx;

/** A tensor of the network that is being imported, its shape in that network's own axis order. */
public sealed interface Value {
    /** @return sizes in the network's own order (batch, row, column, channel for images); not to be changed */
    int[] shape();

    /**
     * The result of a node, or the input.
     *
     * @param name ONNX tensor
     * @param shape sizes in the network's own order
     * @param channelsFirst whether the ONNX tensor holds (batch, channel, row, column) instead
     */
    record Computed(String name, int[] shape, boolean channelsFirst) implements Value {}

    /**
     * Float weights.
     *
     * @param values elements, row-major in {@code shape}; not to be changed
     * @param shape sizes in the network's own order; empty for a scalar
     */
    record Weights(float[] values, int[] shape) implements Value {}

    /**
     * Integers that steer an operator: axes, sizes, shapes.
     *
     * @param values elements; not to be changed
     * @param shape sizes
     */
    record Integers(int[] values, int[] shape) implements Value {}
}
