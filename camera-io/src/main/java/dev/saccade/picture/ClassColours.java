package dev.saccade.picture;

/**
 * One colour a class, the same in every picture: hues a golden angle apart, so that neighbouring class numbers differ
 * most, in two brightnesses. Colours are 0xRRGGBB.
 */
final class ClassColours {
    private static final double GOLDEN_ANGLE = 137.50776405;
    private static final int FIRST_HUE = 125;

    private ClassColours() {}

    static int of(int label) {
        double hue = (FIRST_HUE + label * GOLDEN_ANGLE) % 360;
        double value = label / 8 % 2 == 0 ? 0.95 : 0.70;
        return rgb(hue, 0.85, value);
    }

    /** Black or white, whichever is legible on a colour. */
    static int textOn(int rgb) {
        int luma = 299 * red(rgb) + 587 * green(rgb) + 114 * blue(rgb);
        return luma > 128_000 ? 0x000000 : 0xffffff;
    }

    static int red(int rgb) {
        return rgb >> 16 & 0xff;
    }

    static int green(int rgb) {
        return rgb >> 8 & 0xff;
    }

    static int blue(int rgb) {
        return rgb & 0xff;
    }

    /** From hue 0..360, saturation and value 0..1. */
    private static int rgb(double hue, double saturation, double value) {
        return channel(5, hue, saturation, value) << 16
                | channel(3, hue, saturation, value) << 8
                | channel(1, hue, saturation, value);
    }

    private static int channel(int n, double hue, double saturation, double value) {
        double k = (n + hue / 60) % 6;
        return (int) Math.round(255 * (value - value * saturation * Math.max(0, Math.min(Math.min(k, 4 - k), 1))));
    }
}
