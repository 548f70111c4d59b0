package dev.saccade.scene.landing;

/** Ground of two materials that run into one another, with coarse and fine grain. Tiles of value noise that repeat. */
final class GroundCover {
    private static final int SIDE = 256;
    private static final int MASK = SIDE - 1;
    /** Keeps coordinates positive, so that the cast rounds down; a multiple of the tile. */
    private static final double OFFSET = 1 << 20;

    private static final int[] MATERIALS = {
        0x4f6b35, 0x6d7f45, 0x8a8a86, 0x5d5d60, 0x84705a, 0xa39a86, 0x6e5b48, 0x97a07c, 0xb9b4a8, 0x3f4a3a
    };

    private final byte[] patches;
    private final byte[] coarse;
    private final byte[] fine;
    private final int[] palette = new int[256];
    private final double patchScale;
    private final double coarseScale;
    private final double fineScale;
    private final double contrast;

    GroundCover(long seed) {
        Draws draws = new Draws(seed);
        patches = noise(new Draws(draws.seed()), 64, 16);
        coarse = noise(new Draws(draws.seed()), 32, 2);
        fine = noise(new Draws(draws.seed()), 8, 1);
        patchScale = draws.between(6, 16);
        coarseScale = draws.between(8, 25);
        fineScale = draws.between(40, 90);
        contrast = draws.between(0.15, 0.6);
        int a = Rgb.varied(MATERIALS[draws.below(MATERIALS.length)], draws, 0.3);
        int b = Rgb.varied(MATERIALS[draws.below(MATERIALS.length)], draws, 0.3);
        double edge = draws.between(90, 165);
        double soft = draws.between(4, 60);
        for (int i = 0; i < palette.length; i++) {
            palette[i] = Rgb.mix(a, b, Math.max(0, Math.min(1, 0.5 + (i - edge) / soft)));
        }
    }

    /** Octaves of value noise from one cell size down to another, stretched over 0..255. */
    private static byte[] noise(Draws draws, int largest, int smallest) {
        float[] sum = new float[SIDE * SIDE];
        float weight = 1;
        for (int cell = largest; cell >= smallest; cell /= 2) {
            add(sum, cell, weight, draws);
            weight *= 0.6f;
        }
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (float value : sum) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        byte[] tile = new byte[sum.length];
        for (int i = 0; i < tile.length; i++) {
            tile[i] = (byte) (255 * (sum[i] - low) / (high - low));
        }
        return tile;
    }

    private static void add(float[] sum, int cell, float weight, Draws draws) {
        int knots = SIDE / cell;
        float[] knot = new float[knots * knots];
        for (int i = 0; i < knot.length; i++) {
            knot[i] = (float) draws.between(-weight, weight);
        }
        for (int y = 0; y < SIDE; y++) {
            int row = y / cell * knots;
            int below = (y / cell + 1) % knots * knots;
            float fy = y % cell / (float) cell;
            for (int x = 0; x < SIDE; x++) {
                int column = x / cell;
                int right = (column + 1) % knots;
                float fx = x % cell / (float) cell;
                float top = knot[row + column] + (knot[row + right] - knot[row + column]) * fx;
                float bottom = knot[below + column] + (knot[below + right] - knot[below + column]) * fx;
                sum[y * SIDE + x] += top + (bottom - top) * fy;
            }
        }
    }

    /**
     * How much of the fine grain can be seen.
     *
     * @param metresPerPixel on the ground
     * @return 0..1
     */
    double fineShare(double metresPerPixel) {
        return Math.min(1, 1 / (fineScale * metresPerPixel));
    }

    int colour(double x, double y, double fineShare) {
        int colour = palette[at(patches, x * patchScale, y * patchScale)];
        double grain = (at(coarse, x * coarseScale, y * coarseScale) - 128)
                + fineShare * (at(fine, x * fineScale, y * fineScale) - 128);
        int light = (int) (256 * (1 + contrast * grain / 128));
        return Rgb.lit(colour, Math.max(0, light));
    }

    private static int at(byte[] tile, double x, double y) {
        int column = (int) (x + OFFSET) & MASK;
        int row = (int) (y + OFFSET) & MASK;
        return tile[row * SIDE + column] & 0xff;
    }
}
