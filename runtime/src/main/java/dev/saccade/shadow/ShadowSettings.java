package dev.saccade.shadow;

/**
 * How a shadow runs.
 *
 * @param costPercent what it may add to production's latency, percent, above 0
 * @param blockFrames frames of one block of the measurement of its cost, at least 5
 * @param candidateNs how long the candidate needs for a frame, measured before the run; {@link ShadowWarmUp}
 * @param hangNs how long it may look at a frame before it counts as hung
 */
public record ShadowSettings(double costPercent, int blockFrames, long candidateNs, long hangNs) {
    /** What it may add to production's latency unless told, percent. */
    public static final double COST_PERCENT = 5;
    /** Frames of a block unless told. */
    public static final int BLOCK_FRAMES = 25;

    private static final long HANG_NS = 2_000_000_000L;

    /**
     * Checks the values.
     *
     * @param costPercent what it may add to production's latency, percent, above 0
     * @param blockFrames frames of one block of the measurement of its cost, at least 5
     * @param candidateNs how long the candidate needs for a frame, measured before the run
     * @param hangNs how long it may look at a frame before it counts as hung
     */
    public ShadowSettings {
        if (!(costPercent > 0) || blockFrames < 5 || candidateNs <= 0 || hangNs <= 0) {
            throw new IllegalArgumentException("shadow with a cost of " + costPercent + " %, blocks of " + blockFrames
                    + " frames, " + candidateNs + " ns a look, hung after " + hangNs
                    + " ns: give values above 0, and blocks of at least 5 frames");
        }
    }

    /**
     * With the usual blocks, hung after two seconds.
     *
     * @param costPercent what it may add to production's latency, percent, above 0
     * @param candidateNs how long the candidate needs for a frame, measured before the run
     * @return the settings
     */
    public static ShadowSettings of(double costPercent, long candidateNs) {
        return new ShadowSettings(costPercent, BLOCK_FRAMES, candidateNs, HANG_NS);
    }
}
