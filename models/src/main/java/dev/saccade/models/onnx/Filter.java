package dev.saccade.models.onnx;

import dev.saccade.models.ModelsException;
import java.util.Arrays;

/**
 * The weights of a convolution, put into ONNX's order.
 *
 * @param values elements in (output, input of the group, row, column), row-major
 * @param outputs output channels
 * @param groupInputs input channels of each group
 * @param height rows
 * @param width columns
 * @param groups how many groups the channels fall into
 */
public record Filter(float[] values, int outputs, int groupInputs, int height, int width, int groups) {
    /**
     * Reads a plain filter stored as (row, column, input, output): TensorFlow.
     *
     * @param weights of rank 4
     * @return the filter
     * @throws ModelsException when the rank is not 4
     */
    public static Filter ofRowColumnInputOutput(Value.Weights weights) throws ModelsException {
        int[] s = rank4(weights);
        return read(weights, s[3], s[2], s[0], s[1], 1, (o, i, y, x) -> ((y * s[1] + x) * s[2] + i) * s[3] + o);
    }

    /**
     * Reads a depthwise filter stored as (row, column, input, multiplier): TensorFlow.
     *
     * @param weights of rank 4
     * @return the filter
     * @throws ModelsException when the rank is not 4
     */
    public static Filter ofDepthwise(Value.Weights weights) throws ModelsException {
        int[] s = rank4(weights);
        int outputs = Math.multiplyExact(s[2], s[3]);
        return read(weights, outputs, 1, s[0], s[1], s[2], (o, i, y, x) -> (y * s[1] + x) * outputs + o);
    }

    /**
     * Reads a plain filter stored as (output, row, column, input): TensorFlow Lite.
     *
     * @param weights of rank 4
     * @return the filter
     * @throws ModelsException when the rank is not 4
     */
    public static Filter ofOutputRowColumnInput(Value.Weights weights) throws ModelsException {
        int[] s = rank4(weights);
        return read(weights, s[0], s[3], s[1], s[2], 1, (o, i, y, x) -> ((o * s[1] + y) * s[2] + x) * s[3] + i);
    }

    /** The same weights as (input, output, row, column), for a transposed convolution. */
    float[] inputFirst() {
        float[] out = new float[values.length];
        int plane = height * width;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < groupInputs; i++) {
                System.arraycopy(values, (o * groupInputs + i) * plane, out, (i * outputs + o) * plane, plane);
            }
        }
        return out;
    }

    @FunctionalInterface
    private interface Index {
        int of(int output, int input, int row, int column);
    }

    private static Filter read(
            Value.Weights weights, int outputs, int inputs, int height, int width, int groups, Index index) {
        float[] out = new float[weights.values().length];
        int next = 0;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        out[next++] = weights.values()[index.of(o, i, y, x)];
                    }
                }
            }
        }
        return new Filter(out, outputs, inputs, height, width, groups);
    }

    private static int[] rank4(Value.Weights weights) throws ModelsException {
        if (weights.shape().length != 4) {
            throw ModelsException.badInput("a filter has four axes, not " + Arrays.toString(weights.shape()));
        }
        return weights.shape();
    }
}
