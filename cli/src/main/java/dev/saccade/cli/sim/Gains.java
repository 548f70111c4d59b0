package dev.saccade.cli.sim;

/**
 * What tunes the pilot.
 *
 * @param approach horizontal speed for each metre of distance, 1/s
 * @param topSpeed horizontal, m/s
 * @param turn yaw rate for each radian of error, 1/s
 * @param descent downward speed for each metre of height, 1/s
 * @param topDescent m/s
 * @param finalDescent m/s, in the last metre
 */
public record Gains(
        double approach, double topSpeed, double turn, double descent, double topDescent, double finalDescent) {
    /** As tuned for the simulated drone. */
    public static final Gains TUNED = new Gains(0.75, 2, 0.9, 0.4, 1.2, 0.35);
}
