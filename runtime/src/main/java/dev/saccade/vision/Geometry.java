package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.lens.CameraView;
import dev.saccade.model.InputSpec;

/**
 * Which part of the picture is read, where it lies in the model's input, and the way back: {@code source = crop +
 * (model - place) * cropSize / placeSize}, in pixel edges (0 is the left edge of the first pixel). The picture is the
 * frame, or with a lens what a pinhole camera would show, in the same size. Immutable.
 *
 * <p>Sizes are rounded to the nearest pixel, halves up. A letterboxed image is centred; of an odd remainder the smaller
 * half goes left and top. A crop is centred likewise, moved to an even pixel where chroma is shared by two; so is
 * a region.
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
        int[] looked = looked(format);
        int[] tensor = {0, 0, input.width(), input.height()};
        return switch (input.resize()) {
            case STRETCH -> new Geometry(format, even(format, looked), tensor);
            case LETTERBOX -> {
                int[] crop = even(format, looked);
                yield new Geometry(format, crop, fitted(crop[2], crop[3], tensor));
            }
            case CROP -> new Geometry(format, even(format, fitted(input.width(), input.height(), looked)), tensor);
        };
    }

    /** The region of the view, or the whole picture. */
    private static int[] looked(FrameFormat format) {
        CameraView view = format.view();
        return view != null && view.hasRegion()
                ? new int[] {view.x(), view.y(), view.width(), view.height()}
                : new int[] {0, 0, format.width(), format.height()};
    }

    /** The largest centred rectangle of the aspect {@code width : height} inside {@code around}. */
    private static int[] fitted(int width, int height, int[] around) {
        long outerWidth = around[2];
        long outerHeight = around[3];
        boolean isWide = width * outerHeight >= height * outerWidth;
        int w = isWide ? (int) outerWidth : rounded(width * outerHeight, height);
        int h = isWide ? rounded(height * outerWidth, width) : (int) outerHeight;
        return new int[] {around[0] + (int) (outerWidth - w) / 2, around[1] + (int) (outerHeight - h) / 2, w, h};
    }

    private static int rounded(long numerator, long denominator) {
        return (int) Math.max(1, (2 * numerator + denominator) / (2 * denominator));
    }

    /** With a lens every pixel is read from a place of its own, and nothing has to be even. */
    private static int[] even(FrameFormat format, int[] crop) {
        if (format.view() != null && format.view().lens() != null) {
            return crop;
        }
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
