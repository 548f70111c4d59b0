package dev.saccade.cli.sim;

import dev.saccade.control.Seen;

/**
 * One connected patch of a class in a mask: the one nearest to where it is expected, or the largest. What else the network
 * took for a pad is left out. Control thread; allocates nothing once it has met a mask's size.
 */
final class MaskPatch {
    private static final byte FREE = 0;
    private static final byte OTHER = 1;
    private static final byte CHOSEN = 2;
    private static final byte MET = 3;

    private final int leastPixels;
    private byte[] state = new byte[0];
    private int[] queue = new int[0];
    private int width;
    private int height;
    private double expectedX;
    private double expectedY;
    private double distance;

    /** @param leastPixels of a patch that counts */
    MaskPatch(int leastPixels) {
        this.leastPixels = leastPixels;
    }

    /**
     * Chooses a patch.
     *
     * @param nearX column of the mask where it is expected, NaN when nowhere
     * @param nearY row of the mask where it is expected
     * @return whether there is one
     */
    boolean find(Seen seen, int label, double nearX, double nearY) {
        mark(seen, label);
        expectedX = nearX;
        expectedY = nearY;
        boolean isExpected = !Double.isNaN(nearX);
        double least = Double.MAX_VALUE;
        int largest = 0;
        int best = -1;
        // Each patch is marked as it is met, then the chosen one is walked again.
        for (int i = 0; i < width * height; i++) {
            if (state[i] == OTHER) {
                int size = walk(i, OTHER, MET);
                boolean isBetter = isExpected ? distance < least : size > largest;
                if (size >= leastPixels && isBetter) {
                    least = distance;
                    largest = size;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            walk(best, MET, CHOSEN);
        }
        return best >= 0;
    }

    private void mark(Seen seen, int label) {
        width = seen.maskWidth();
        height = seen.maskHeight();
        if (state.length < width * height) {
            state = new byte[width * height];
            queue = new int[width * height];
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                state[y * width + x] = seen.maskAt(x, y) == label ? OTHER : FREE;
            }
        }
    }

    /** Walks a patch, and finds how near it comes to where one is expected. @return its pixels */
    private int walk(int start, byte from, byte to) {
        int end = 0;
        queue[end++] = start;
        state[start] = to;
        distance = Double.MAX_VALUE;
        for (int next = 0; next < end; next++) {
            int at = queue[next];
            int x = at % width;
            double dx = x + 0.5 - expectedX;
            double dy = (at - x) / (double) width + 0.5 - expectedY;
            distance = Math.min(distance, dx * dx + dy * dy);
            if (x > 0) {
                end = take(at - 1, from, to, end);
            }
            if (x < width - 1) {
                end = take(at + 1, from, to, end);
            }
            if (at >= width) {
                end = take(at - width, from, to, end);
            }
            if (at < width * (height - 1)) {
                end = take(at + width, from, to, end);
            }
        }
        return end;
    }

    private int take(int at, byte from, byte to, int end) {
        if (state[at] != from) {
            return end;
        }
        state[at] = to;
        queue[end] = at;
        return end + 1;
    }

    boolean has(int x, int y) {
        return state[y * width + x] == CHOSEN;
    }
}
