package dev.saccade.cli.sim;

import java.util.Arrays;

/**
 * Where a patch begins and ends along one axis, found by how its pixels spread rather than by the outermost of them, so
 * that a leaf that sticks out moves nothing; and whether these ends are its own or the picture's. Control thread.
 */
final class PatchEdges {
    private static final int BINS = 256;
    private static final double REACH = 3;
    /** Share of the pixels that is left out at each end. */
    private static final double TAIL = 0.05;
    /** Where more of a tail than this lies at the picture's edge, the picture ends and not the patch. */
    private static final double MOST_AT_EDGE = 0.12;

    private final int[] pixels = new int[BINS];
    private final int[] atEdge = new int[BINS];
    private int count;

    void clear() {
        Arrays.fill(pixels, 0);
        Arrays.fill(atEdge, 0);
        count = 0;
    }

    /** Adds a pixel by its place on the axis, -3 to 3. */
    void add(double at, boolean isAtEdge) {
        int bin = (int) Math.max(0, Math.min(BINS - 1, (at + REACH) / (2 * REACH) * BINS));
        pixels[bin]++;
        atEdge[bin] += isAtEdge ? 1 : 0;
        count++;
    }

    /**
     * The middle of what has a known length, from the ends that are its own.
     *
     * @param length of the whole, in the axis's unit
     * @return its middle, NaN when neither end is in view
     */
    double middle(double length) {
        double low = tail(false);
        double high = tail(true);
        double beyond = (high - low) * TAIL / (1 - 2 * TAIL);
        boolean isLowSeen = isSeen(low, false);
        boolean isHighSeen = isSeen(high, true);
        if (isLowSeen && isHighSeen) {
            return (low + high) / 2;
        }
        if (isLowSeen) {
            return low - beyond + length / 2;
        }
        return isHighSeen ? high + beyond - length / 2 : Double.NaN;
    }

    /** Where the tail of one end stops. */
    private double tail(boolean isHigh) {
        double wanted = count * TAIL;
        int passed = 0;
        for (int i = 0; i < BINS; i++) {
            int bin = isHigh ? BINS - 1 - i : i;
            if (passed + pixels[bin] >= wanted) {
                double share = pixels[bin] == 0 ? 0 : (wanted - passed) / pixels[bin];
                double at = isHigh ? bin + 1 - share : bin + share;
                return at / BINS * 2 * REACH - REACH;
            }
            passed += pixels[bin];
        }
        return Double.NaN;
    }

    private boolean isSeen(double tail, boolean isHigh) {
        int last = (int) Math.max(0, Math.min(BINS - 1, (tail + REACH) / (2 * REACH) * BINS));
        int all = 0;
        int edge = 0;
        for (int bin = isHigh ? last : 0; bin <= (isHigh ? BINS - 1 : last); bin++) {
            all += pixels[bin];
            edge += atEdge[bin];
        }
        return edge < MOST_AT_EDGE * all;
    }
}
