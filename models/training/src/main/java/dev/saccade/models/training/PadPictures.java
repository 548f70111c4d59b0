package dev.saccade.models.training;

import dev.saccade.scene.landing.LandingRenderer;
import dev.saccade.scene.landing.LandingSample;
import dev.saccade.scene.landing.PinholeCamera;

/**
 * Pictures of the landing scene at the network's size, halved as the runtime's preprocess halves them, with the share of
 * the pad in each pixel. One thread.
 */
final class PadPictures {
    static final int WIDTH = PinholeCamera.WIDE.width() / 2;
    static final int HEIGHT = PinholeCamera.WIDE.height() / 2;
    static final int PIXELS = WIDTH * HEIGHT;

    private final LandingSample sample = new LandingSample(PinholeCamera.WIDE);

    /** Renders one picture of a batch: red, green and blue planes, 0..1, and the pad's share of each pixel, 0..1. */
    void render(long seed, float[] picture, float[] mask, int index) {
        LandingRenderer renderer = sample.render(seed);
        int[] from = renderer.picture();
        byte[] pad = renderer.mask();
        int wide = PinholeCamera.WIDE.width();
        int to = index * PIXELS;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int at = 2 * y * wide + 2 * x;
                for (int channel = 0; channel < 3; channel++) {
                    int shift = 16 - 8 * channel;
                    int sum = level(from[at], shift)
                            + level(from[at + 1], shift)
                            + level(from[at + wide], shift)
                            + level(from[at + wide + 1], shift);
                    picture[3 * to + channel * PIXELS + y * WIDTH + x] = sum / (4 * 255f);
                }
                mask[to + y * WIDTH + x] = (pad[at] + pad[at + 1] + pad[at + wide] + pad[at + wide + 1]) / 4f;
            }
        }
    }

    private static int level(int colour, int shift) {
        return (colour >> shift) & 0xff;
    }
}
