package dev.saccade.models.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A weight tensor in 8 bits: symmetric, -127..127, a scale for each output channel.
 *
 * @param values row-major, as the floats were
 * @param scales one a channel, positive
 */
record QuantWeights(byte[] values, float[] scales) {
    private static final int MOST = 127;
    /** A bias in the accumulator's unit stays a power of two away from an int32's end. */
    private static final float MOST_BIAS = 1 << 30;

    /**
     * Quantises.
     *
     * @param weights row-major, finite
     * @param channels elements along the output channels' axis
     * @param inner elements behind that axis
     * @param inputScale of the layer's input, when the bias becomes an int32 in units of {@code inputScale} x channel scale;
     *     0 when it stays a float
     * @param bias one a channel; null when there is none
     */
    static QuantWeights of(FloatBuffer weights, int channels, int inner, float inputScale, float[] bias) {
        int elements = weights.remaining();
        float[] scales = new float[channels];
        for (int i = 0; i < elements; i++) {
            int channel = i / inner % channels;
            scales[channel] = Math.max(scales[channel], Math.abs(weights.get(i)));
        }
        float least = Float.POSITIVE_INFINITY;
        for (int c = 0; c < channels; c++) {
            scales[c] = scales[c] == 0 ? 0 : Math.max(scales[c] / MOST, Float.MIN_NORMAL);
            least = scales[c] > 0 ? Math.min(least, scales[c]) : least;
        }
        // A dead channel takes the finest scale there is, so that its bias keeps its digits.
        float dead = Float.isFinite(least) ? least : 1;
        for (int c = 0; c < channels; c++) {
            scales[c] = scales[c] == 0 ? dead : scales[c];
            if (bias != null && inputScale > 0) {
                scales[c] = Math.max(scales[c], Math.abs(bias[c]) / inputScale / MOST_BIAS);
            }
        }
        byte[] values = new byte[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (byte) clamp(Math.rint(weights.get(i) / scales[i / inner % channels]));
        }
        return new QuantWeights(values, scales);
    }

    /** The bias in units of input scale x channel scale. */
    int[] bias(float[] bias, float inputScale) {
        float[] units = biasScales(inputScale);
        int[] whole = new int[bias.length];
        Arrays.setAll(whole, c -> (int) Math.rint(bias[c] / (double) units[c]));
        return whole;
    }

    float[] biasScales(float inputScale) {
        float[] products = new float[scales.length];
        for (int c = 0; c < products.length; c++) {
            products[c] = scales[c] * inputScale;
        }
        return products;
    }

    private static double clamp(double value) {
        return Math.max(-MOST, Math.min(MOST, value));
    }
}
