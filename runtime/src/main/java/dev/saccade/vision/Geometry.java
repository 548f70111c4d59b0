package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.InputSpec;

/**
 * Which part of the frame is read, where it lies in the model's input, and the way back: {@code source = crop +
 * (model - place) * cropSize / placeSize}, in pixel edges (0 is the left edge of the first pixel). Immutable.
 *
 * <p>Sizes are rounded to the nearest pixel, halves up. A letterboxed image is centred; of an odd remainder the smaller
 * half goes left and top. A crop is centred likewise, moved to an even pixel where chroma is shared by two.
 */
final class Geometry {
    final int sourceWidth;
    final int sourceHeight;
    final int cropX;
    final int cropY;
    final int cropWidth;
    final int cropHeight;
    final int placeX;
    final int placeY;
    final int placeWidth;
    final int placeHeight;
    private final float scaleX;
    private final float scaleY;

    private Geometry(FrameFormat format, int[] crop, int[] place) {
        sourceWidth = format.width();
        sourceHeight = format.height();
        cropX = crop[0];
        cropY = crop[1];
        cropWidth = crop[2];
        cropHeight = crop[3];
        placeX = place[0];
        placeY = place[1];
        placeWidth = place[2];
        placeHeight = place[3];
        scaleX = cropWidth / (float) placeWidth;
        scaleY = cropHeight / (float) placeHeight;
    }

    static Geometry of(InputSpec input, FrameFormat format) {
        int[] frame = {0, 0, format.width(), format.height()};
        int[] tensor = {0, 0, input.width(), input.height()};
        return switch (input.resize()) {
            case STRETCH -> new Geometry(format, frame, tensor);
            case LETTERBOX -> new Geometry(format, frame, fitted(format.width(), format.height(), tensor));
            case CROP -> new Geometry(format, even(format, fitted(input.width(), input.height(), frame)), tensor);
        };
    }

    /** The largest centred rectangle of the aspect {@code width : height} inside {@code around}. */
    private static int[] fitted(int width, int height, int[] around) {
        long outerWidth = around[2];
        long outerHeight = around[3];
        boolean isWide = width * outerHeight >= height * outerWidth;
        int w = isWide ? (int) outerWidth : rounded(width * outerHeight, height);
        int h = isWide ? rounded(height * outerWidth, width) : (int) outerHeight;
        return new int[] {(int) (outerWidth - w) / 2, (int) (outerHeight - h) / 2, w, h};
    }

    private static int rounded(long numerator, long denominator) {
        return (int) Math.max(1, (2 * numerator + denominator) / (2 * denominator));
    }

    private static int[] even(FrameFormat format, int[] crop) {
        if (format.pixels().isYuv()) {
            crop[0] &= ~1;
        }
        if (format.pixels() == PixelFormat.NV12 || format.pixels() == PixelFormat.I420) {
            crop[1] &= ~1;
        }
        return crop;
    }

    float sourceX(float modelX) {
        return cropX + (modelX - placeX) * scaleX;
    }

    float sourceY(float modelY) {
        return cropY + (modelY - placeY) * scaleY;
    }

    /** Source pixels per model pixel. */
    float scaleX() {
        return scaleX;
    }

    /** Source pixels per model pixel. */
    float scaleY() {
        return scaleY;
    }
}
