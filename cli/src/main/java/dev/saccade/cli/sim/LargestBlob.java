package dev.saccade.cli.sim;

import dev.saccade.control.Seen;

/** The largest connected patch of a class in a mask; what else the network took for a pad is left out. Control thread. */
final class LargestBlob {
    private static final byte FREE = 0;
    private static final byte OTHER = 1;
    private static final byte CHOSEN = 2;
    private static final byte MET = 3;

    private byte[] state = new byte[0];
    private int[] queue = new int[0];
    private int width;
    private int height;

    /** @return its pixels, 0 when the class is nowhere */
    int find(Seen seen, int label) {
        width = seen.maskWidth();
        height = seen.maskHeight();
        int pixels = width * height;
        if (state.length < pixels) {
            state = new byte[pixels];
            queue = new int[pixels];
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                state[y * width + x] = seen.maskAt(x, y) == label ? OTHER : FREE;
            }
        }
        int largest = 0;
        int best = -1;
        // Each patch is marked as it is met, then the largest is walked again.
        for (int i = 0; i < pixels; i++) {
            if (state[i] == OTHER) {
                int size = walk(i, OTHER, MET);
                if (size > largest) {
                    largest = size;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            walk(best, MET, CHOSEN);
        }
        return largest;
    }

    private int walk(int start, byte from, byte to) {
        int end = 0;
        queue[end++] = start;
        state[start] = to;
        for (int next = 0; next < end; next++) {
            int at = queue[next];
            int x = at % width;
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
