package dev.saccade.scene.landing;

/** Colours as 0xRRGGBB. */
final class Rgb {
    private Rgb() {}

    static int of(double red, double green, double blue) {
        return (clamp(red) << 16) | (clamp(green) << 8) | clamp(blue);
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }

    /** A colour under a light of so many 256ths, clipped. */
    static int lit(int colour, int light) {
        int red = Math.min(255, (((colour >> 16) & 0xff) * light) >> 8);
        int green = Math.min(255, (((colour >> 8) & 0xff) * light) >> 8);
        int blue = Math.min(255, ((colour & 0xff) * light) >> 8);
        return (red << 16) | (green << 8) | blue;
    }

    static int mix(int a, int b, double share) {
        return of(
                between((a >> 16) & 0xff, (b >> 16) & 0xff, share),
                between((a >> 8) & 0xff, (b >> 8) & 0xff, share),
                between(a & 0xff, b & 0xff, share));
    }

    private static double between(int a, int b, double share) {
        return a + (b - a) * share;
    }

    /** A colour as it comes from the painter: a little lighter or darker, a little off. */
    static int varied(int colour, Draws draws, double by) {
        double light = draws.between(1 - by, 1 + by);
        return of(
                ((colour >> 16) & 0xff) * light + draws.between(-12, 12),
                ((colour >> 8) & 0xff) * light + draws.between(-12, 12),
                (colour & 0xff) * light + draws.between(-12, 12));
    }
}
