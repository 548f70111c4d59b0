package dev.saccade.tensor;

import java.util.Arrays;

/**
 * Name, type and shape of a tensor. Immutable.
 *
 * @param name as in the graph
 * @param type element type
 * @param shape dimensions, outermost first; -1 where it is known only after a run
 */
public record TensorSpec(String name, TensorType type, long... shape) {
    /**
     * Copies the shape.
     *
     * @param name as in the graph
     * @param type element type
     * @param shape dimensions
     */
    public TensorSpec {
        shape = shape.clone();
    }

    /** @return a copy of the shape */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** @return number of dimensions */
    public int rank() {
        return shape.length;
    }

    /**
     * One dimension.
     *
     * @param i 0..rank-1
     * @return its size, or -1
     */
    public long dim(int i) {
        return shape[i];
    }

    /** @return whether every dimension is known */
    public boolean isStatic() {
        return Arrays.stream(shape).allMatch(d -> d >= 0);
    }

    /** @return number of elements; -1 when not static */
    public long elements() {
        return isStatic() ? Arrays.stream(shape).reduce(1, Math::multiplyExact) : -1;
    }

    /** @return number of bytes; -1 when not static */
    public long bytes() {
        return isStatic() ? elements() * type.bytes() : -1;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TensorSpec t && name.equals(t.name) && type == t.type && Arrays.equals(shape, t.shape);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + type.hashCode()) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}
