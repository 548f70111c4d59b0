package dev.saccade.camera.v4l2;

import java.util.List;

/**
 * Sizes that a device offers for one pixel format.
 *
 * @param leastWidth pixels
 * @param mostWidth pixels; equal to least for a single size
 * @param stepWidth pixels
 * @param leastHeight pixels
 * @param mostHeight pixels; equal to least for a single size
 * @param stepHeight pixels
 * @param rates rates at the largest of these sizes; empty when the device does not tell
 */
public record OfferedSize(
        int leastWidth,
        int mostWidth,
        int stepWidth,
        int leastHeight,
        int mostHeight,
        int stepHeight,
        List<OfferedRate> rates) {
    /**
     * Whether a size is among them.
     *
     * @param width pixels
     * @param height pixels
     * @return whether the device can deliver it
     */
    public boolean offers(int width, int height) {
        return isStep(width, leastWidth, mostWidth, stepWidth) && isStep(height, leastHeight, mostHeight, stepHeight);
    }

    private static boolean isStep(int value, int least, int most, int step) {
        return value >= least && value <= most && (step <= 1 || (value - least) % step == 0);
    }

    @Override
    public String toString() {
        String most = mostWidth + "x" + mostHeight;
        return leastWidth == mostWidth && leastHeight == mostHeight
                ? most
                : leastWidth + "x" + leastHeight + ".." + most;
    }
}
