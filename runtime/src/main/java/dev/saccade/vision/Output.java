package dev.saccade.vision;

import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.util.Arrays;

/** One output of an engine with the shape that it had when the decoder was made. */
final class Output {
    private final Tensor tensor;
    private final long[] shape;
    private final boolean isStatic;

    Output(Tensor tensor) {
        this.tensor = tensor;
        shape = new long[tensor.spec().rank()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.dim(i);
        }
        isStatic = tensor.spec().isStatic();
    }

    Tensor tensor() {
        return tensor;
    }

    String name() {
        return tensor.spec().name();
    }

    TensorType type() {
        return tensor.spec().type();
    }

    int rank() {
        return shape.length;
    }

    /** A dimension when the decoder was made. */
    int dim(int i) {
        return Math.toIntExact(shape[i]);
    }

    /** A dimension after the latest run. */
    long dimNow(int i) {
        return tensor.dim(i);
    }

    /** Number of elements when the decoder was made. */
    int elements() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }

    /** Number of elements after the latest run. */
    long elementsNow() {
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            elements *= tensor.dim(i);
        }
        return elements;
    }

    /** Whether the shape still is what it was when the decoder was made. */
    boolean isUnchanged() {
        if (!isStatic) {
            for (int i = 0; i < shape.length; i++) {
                if (tensor.dim(i) != shape[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Address of the first element after the latest run. */
    long address() {
        return tensor.address();
    }

    String dimensions() {
        return Arrays.toString(shape);
    }

    @Override
    public String toString() {
        return name() + " " + type() + dimensions();
    }
}
