package dev.saccade.models.onnx;

import dev.saccade.models.ModelsException;

/**
 * How a window moves over an image.
 *
 * @param strideY rows, at least 1
 * @param strideX columns, at least 1
 * @param dilationY rows between taps, at least 1
 * @param dilationX columns between taps, at least 1
 * @param same TensorFlow's SAME padding (output = ceil(input / stride), the odd pixel after); otherwise VALID (none)
 */
public record Window(int strideY, int strideX, int dilationY, int dilationX, boolean same) {
    private static final int MOST = 1 << 12;

    /**
     * One axis worked out.
     *
     * @param before padding before the first element
     * @param after padding after the last
     * @param output size of the result
     */
    record Axis(int before, int after, int output) {}

    /**
     * Checks the steps.
     *
     * @return this
     * @throws ModelsException when a step is below 1 or above 4096
     */
    public Window checked() throws ModelsException {
        for (int step : new int[] {strideY, strideX, dilationY, dilationX}) {
            if (step < 1 || step > MOST) {
                throw ModelsException.badInput("a stride or dilation of " + step + " is not within 1 to " + MOST);
            }
        }
        return this;
    }

    Axis rows(int input, int kernel) throws ModelsException {
        return axis(input, kernel, strideY, dilationY);
    }

    Axis columns(int input, int kernel) throws ModelsException {
        return axis(input, kernel, strideX, dilationX);
    }

    private Axis axis(int input, int kernel, int stride, int dilation) throws ModelsException {
        if (kernel < 1 || kernel > MOST) {
            throw ModelsException.badInput("a window of " + kernel + " is not within 1 to " + MOST);
        }
        int reach = (kernel - 1) * dilation + 1;
        if (!same) {
            if (input < reach) {
                throw ModelsException.badInput("a window of " + reach + " does not fit into " + input);
            }
            return new Axis(0, 0, (input - reach) / stride + 1);
        }
        int output = (input - 1) / stride + 1;
        int padding = Math.max((output - 1) * stride + reach - input, 0);
        return new Axis(padding / 2, padding - padding / 2, output);
    }
}
