package dev.saccade.cli.sim;

import dev.saccade.scene.landing.LandingPad;

/**
 * Where a flight begins and what it flies in; everything that a seed chooses.
 *
 * @param seed of the ground, the wind, the sensor's noise and the latency
 * @param pad where the pad lies
 * @param startX of the drone, m
 * @param startY of the drone, m
 * @param startZ of its feet above the ground, m
 * @param startYaw of the drone, radians
 * @param windSpeed mean, m/s
 * @param windFrom direction that the mean wind blows to, radians
 * @param gust standard deviation of the gusts, m/s
 * @param gains of the pilot
 */
public record FlightPlan(
        long seed,
        LandingPad pad,
        double startX,
        double startY,
        double startZ,
        double startYaw,
        double windSpeed,
        double windFrom,
        double gust,
        Gains gains) {
    private static final double TURN = 2 * Math.PI;

    /**
     * A flight of a seed.
     *
     * @param seed chooses everything
     * @return the plan
     */
    public static FlightPlan of(long seed) {
        Chance chance = new Chance(seed);
        LandingPad pad = new LandingPad(chance.between(-5, 5), chance.between(-5, 5), TURN * chance.between(-0.5, 0.5));
        double height = chance.between(5, 7.5);
        double bearing = TURN * chance.between(0, 1);
        double away = chance.between(0.1, 0.45) * height;
        return new FlightPlan(
                seed,
                pad,
                pad.x() + away * StrictMath.cos(bearing),
                pad.y() + away * StrictMath.sin(bearing),
                height,
                TURN * chance.between(-0.5, 0.5),
                chance.between(0, 3),
                TURN * chance.between(0, 1),
                chance.between(0.2, 0.8),
                Gains.TUNED);
    }

    /**
     * The same flight to a pad that lies elsewhere.
     *
     * @param dx metres east
     * @param dy metres north
     * @return the plan
     */
    public FlightPlan withPadMoved(double dx, double dy) {
        LandingPad moved = new LandingPad(pad.x() + dx, pad.y() + dy, pad.heading());
        return new FlightPlan(seed, moved, startX, startY, startZ, startYaw, windSpeed, windFrom, gust, gains);
    }

    /**
     * The same flight by another pilot.
     *
     * @param others gains
     * @return the plan
     */
    public FlightPlan withGains(Gains others) {
        return new FlightPlan(seed, pad, startX, startY, startZ, startYaw, windSpeed, windFrom, gust, others);
    }
}
