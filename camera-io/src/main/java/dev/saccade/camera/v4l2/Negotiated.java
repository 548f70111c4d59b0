package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;

/**
 * What a driver agreed to.
 *
 * @param fourcc pixel format
 * @param width pixels
 * @param height pixels
 * @param planes memory planes of a buffer
 * @param colorspace V4L2_COLORSPACE_ number
 * @param encoding V4L2_YCBCR_ENC_ number
 * @param quantization V4L2_QUANTIZATION_ number
 * @param strides bytes from row to row of each plane
 * @param bytes bytes of each plane
 */
record Negotiated(
        int fourcc,
        int width,
        int height,
        int planes,
        int colorspace,
        int encoding,
        int quantization,
        int[] strides,
        int[] bytes) {
    private static final int COLORSPACE_240M = 2;
    private static final int COLORSPACE_709 = 3;
    private static final int COLORSPACE_JPEG = 7;
    private static final int COLORSPACE_2020 = 10;
    private static final int COLORSPACE_P3 = 12;
    private static final int FULL = 1;

    /** 709 also for the matrices that are nearer to it than to 601: BT.2020 and SMPTE 240M. */
    int matrix() {
        return switch (encoding) {
            case 0 ->
                colorspace == COLORSPACE_709
                                || colorspace == COLORSPACE_240M
                                || colorspace == COLORSPACE_2020
                                || colorspace == COLORSPACE_P3
                        ? 709
                        : 601;
            case 2, 4, 6, 7, 8 -> 709;
            default -> 601;
        };
    }

    /** The kernel's rule for a driver that does not say: full for JPEG's colours, limited for other YUV. */
    boolean isFullRange() {
        return quantization == 0 ? colorspace == COLORSPACE_JPEG : quantization == FULL;
    }

    /** The frame's format for pixels as they stand. */
    FrameFormat frame(dev.saccade.frame.PixelFormat pixels) {
        return pixels.isYuv()
                ? new FrameFormat(pixels, width, height, matrix(), isFullRange())
                : FrameFormat.of(pixels, width, height);
    }
}
