package dev.saccade.internal.onnx;

import dev.saccade.tensor.TensorType;
import java.util.Arrays;

/**
 * An input or output that a graph declares.
 *
 * @param name as in the graph
 * @param type element type, or null where no tensor of ours has it
 * @param typeName element type in words
 * @param shape -1 where open; null where the graph does not tell the rank
 */
public record OnnxPort(String name, TensorType type, String typeName, long[] shape) {
    @Override
    public boolean equals(Object o) {
        return o instanceof OnnxPort p
                && name.equals(p.name)
                && typeName.equals(p.typeName)
                && Arrays.equals(shape, p.shape);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + " " + (type == null ? typeName : type) + (shape == null ? "" : Arrays.toString(shape));
    }
}
