package dev.saccade.model;

import dev.saccade.tensor.TensorType;
import java.util.List;

/**
 * How a frame becomes the input tensor: {@code value = (pixel * scale - mean) / std}, pixel 0..255, per channel in the
 * order of {@link #colour()}.
 *
 * @param tensor input name, or null when the graph has one input
 * @param width pixels
 * @param height pixels
 * @param colour channel order
 * @param resize how the frame is fitted
 * @param pad pad value before scaling, 0..255, for letterbox
 * @param scale per channel
 * @param mean per channel, after scale
 * @param std per channel, not 0
 * @param layout axis order
 * @param type FLOAT32, FLOAT16 or UINT8
 * @param alpha value of a constant fourth channel, or null when there is none
 */
public record InputSpec(
        String tensor,
        int width,
        int height,
        Colour colour,
        Resize resize,
        double pad,
        List<Double> scale,
        List<Double> mean,
        List<Double> std,
        Layout layout,
        TensorType type,
        Double alpha) {
    /** Channel order of the tensor. */
    public enum Colour {
        /** Red, green, blue. */
        RGB,
        /** Blue, green, red. */
        BGR,
        /** One channel, BT.601 luma. */
        GRAY
    }

    /** How the frame's aspect meets the tensor's. */
    public enum Resize {
        /** Both axes on their own. */
        STRETCH,
        /** Aspect kept, the rest padded, image centred. */
        LETTERBOX,
        /** Aspect kept, the surplus cut off, centre kept. */
        CROP
    }

    /** Axis order. */
    public enum Layout {
        /** Batch, channel, row, column. */
        NCHW,
        /** Batch, row, column, channel. */
        NHWC
    }

    /** @return colour channels, 1 or 3, without the constant fourth */
    public int colourChannels() {
        return colour == Colour.GRAY ? 1 : 3;
    }

    /** @return all channels of the tensor */
    public int channels() {
        return colourChannels() + (alpha == null ? 0 : 1);
    }
}
