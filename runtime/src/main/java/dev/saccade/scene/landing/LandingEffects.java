package dev.saccade.scene.landing;

/**
 * What stands between the light and the picture.
 *
 * @param gain exposure: 1 shows colours as they are
 * @param gradientX how much brighter the right edge is than the left one, as a share
 * @param gradientY how much brighter the lower edge is than the upper one, as a share
 * @param lensBlur passes of a three-pixel blur, 0 to 4
 * @param motionX smear to the right during the exposure, pixels
 * @param motionY smear downwards during the exposure, pixels
 * @param noise standard deviation of the sensor's noise, levels of 256
 */
public record LandingEffects(
        double gain, double gradientX, double gradientY, int lensBlur, double motionX, double motionY, double noise) {
    /** A perfect camera in even light. */
    public static final LandingEffects NONE = new LandingEffects(1, 0, 0, 0, 0, 0, 0);

    /**
     * Any camera on any day.
     *
     * @param seed chooses
     * @return effects over their whole ranges
     */
    public static LandingEffects of(long seed) {
        Draws draws = new Draws(seed ^ 0xEFFEC7L);
        boolean moves = draws.chance(0.5);
        return new LandingEffects(
                draws.logBetween(0.55, 1.5),
                draws.between(-0.4, 0.4),
                draws.between(-0.4, 0.4),
                draws.below(4),
                moves ? draws.between(-6, 6) : 0,
                moves ? draws.between(-6, 6) : 0,
                draws.between(0, 8));
    }
}
