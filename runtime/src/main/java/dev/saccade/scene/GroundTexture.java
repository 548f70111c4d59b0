package dev.saccade.scene;

import java.util.SplittableRandom;

/** A ground of paving and grain: a tile of value noise, drawn larger towards the viewer. */
final class GroundTexture {
    private static final int SIDE = 256;
    private static final int MASK = SIDE - 1;
    private static final int PAVING = 64;

    private final byte[] tile = new byte[SIDE * SIDE];

    GroundTexture(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5ACCADEL);
        int[] sum = new int[SIDE * SIDE];
        for (int cell = 32; cell >= 2; cell /= 4) {
            addNoise(sum, cell, random);
        }
        for (int i = 0; i < tile.length; i++) {
            boolean joint = (i & (PAVING - 1)) < 3 || ((i / SIDE) & (PAVING - 1)) < 3;
            int value = 60 + sum[i];
            tile[i] = (byte) (joint ? value / 2 : value);
        }
    }

    private static void addNoise(int[] sum, int cell, SplittableRandom random) {
        int knots = SIDE / cell;
        int[] knot = new int[knots * knots];
        for (int i = 0; i < knot.length; i++) {
            knot[i] = random.nextInt(32);
        }
        for (int y = 0; y < SIDE; y++) {
            int ky = y / cell * knots;
            int ly = (y / cell + 1) % knots * knots;
            int fy = y % cell;
            for (int x = 0; x < SIDE; x++) {
                int kx = x / cell;
                int lx = (kx + 1) % knots;
                int fx = x % cell;
                int top = knot[ky + kx] * (cell - fx) + knot[ky + lx] * fx;
                int bottom = knot[ly + kx] * (cell - fx) + knot[ly + lx] * fx;
                sum[y * SIDE + x] += (top * (cell - fy) + bottom * fy) / (cell * cell);
            }
        }
    }

    /**
     * One row of ground.
     *
     * @param y rows below the horizon
     * @param rows rows of ground in all
     * @param luma receives one row, 0..255
     */
    void row(int y, int rows, byte[] luma) {
        // Perspective: a row's texels are 4 pixels apart at the horizon and a quarter pixel apart at the viewer's feet.
        double near = (y + 1.0) / rows;
        int step = (int) (65536 / (0.25 + 3.75 * near));
        int v = (int) (SIDE * 1.5 / (0.3 + near)) & MASK;
        int u = -(luma.length / 2) * step;
        int line = v * SIDE;
        for (int x = 0; x < luma.length; x++) {
            luma[x] = tile[line + ((u >> 16) & MASK)];
            u += step;
        }
    }
}
