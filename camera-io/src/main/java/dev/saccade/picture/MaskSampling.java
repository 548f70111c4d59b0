package dev.saccade.picture;

import dev.saccade.vision.SegmentationMask;

/**
 * Which mask pixel lies under a source pixel's centre, along one axis. Source pixels that the model did not see (outside
 * a crop) have none.
 */
final class MaskSampling {
    /** Mask value of a source pixel that the model did not see. */
    static final int UNSEEN = 255;

    private MaskSampling() {}

    /** Mask column of each source column, -1 when unseen. */
    static int[] columns(SegmentationMask mask, int width) {
        return along(mask.mapX(0), mask.mapX(1) - mask.mapX(0), mask.width(), width);
    }

    /** Mask row of each source row, -1 when unseen. */
    static int[] rows(SegmentationMask mask, int height) {
        return along(mask.mapY(0), mask.mapY(1) - mask.mapY(0), mask.height(), height);
    }

    private static int[] along(float origin, float scale, int maskSize, int size) {
        int[] index = new int[size];
        for (int i = 0; i < size; i++) {
            int at = (int) Math.floor((i + 0.5 - origin) / scale);
            index[i] = at >= 0 && at < maskSize ? at : -1;
        }
        return index;
    }
}
