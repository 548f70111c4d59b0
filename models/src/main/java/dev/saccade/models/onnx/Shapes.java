package dev.saccade.models.onnx;

import dev.saccade.models.ModelsException;
import java.util.Arrays;

/** Arithmetic of shapes, refusing what no real network has. */
public final class Shapes {
    /** Most elements of one tensor: 1 GiB of floats. */
    private static final long MOST_ELEMENTS = 1L << 28;

    private Shapes() {}

    /**
     * Checks a shape and counts its elements.
     *
     * @param shape sizes
     * @return number of elements; 1 for a scalar
     * @throws ModelsException when a size is below 1 or the product is above 2^28
     */
    public static int elements(int... shape) throws ModelsException {
        long elements = 1;
        for (int size : shape) {
            elements *= Math.max(size, 0);
            if (size < 1 || elements > MOST_ELEMENTS) {
                throw ModelsException.badInput(
                        "shape " + Arrays.toString(shape) + " has a size below 1 or more than 2^28 elements");
            }
        }
        return (int) elements;
    }

    /** Numpy broadcasting. */
    static int[] broadcast(int[] a, int[] b) throws ModelsException {
        int rank = Math.max(a.length, b.length);
        int[] x = atRank(a, rank);
        int[] y = atRank(b, rank);
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            if (x[i] != y[i] && x[i] != 1 && y[i] != 1) {
                throw ModelsException.badInput(
                        "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not go together");
            }
            out[i] = Math.max(x[i], y[i]);
        }
        return out;
    }

    /** Leading axes of size 1 up to a rank. */
    static int[] atRank(int[] shape, int rank) {
        int[] out = new int[rank];
        int lead = rank - shape.length;
        Arrays.fill(out, 0, lead, 1);
        System.arraycopy(shape, 0, out, lead, shape.length);
        return out;
    }

    /** (batch, row, column, channel) to (batch, channel, row, column). */
    static int[] channelsFirst(int[] nhwc) {
        return new int[] {nhwc[0], nhwc[3], nhwc[1], nhwc[2]};
    }
}
