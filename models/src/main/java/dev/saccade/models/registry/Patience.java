package dev.saccade.models.registry;

import java.time.Duration;

/**
 * How long a registry is waited for. Immutable.
 *
 * @param attempts in a row without a byte in between, at least 1
 * @param firstPause after the first failed attempt; every further one is twice as long
 * @param connect until a connection stands, whole seconds
 * @param stall without a byte until an attempt is given up
 */
public record Patience(int attempts, Duration firstPause, Duration connect, Duration stall) {
    /** What a link by radio needs. */
    public static final Patience USUAL =
            new Patience(5, Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 6;

    /**
     * Checks the values.
     *
     * @param attempts in a row
     * @param firstPause after the first
     * @param connect until a connection stands
     * @param stall without a byte
     */
    public Patience {
        if (attempts < 1 || firstPause.isNegative() || connect.toSeconds() < 1 || stall.isNegative()) {
            throw new IllegalArgumentException(attempts + " attempts, " + firstPause + ", " + connect + ", " + stall);
        }
    }

    /** The pause after the n-th failure, n from 1. */
    Duration pause(int failures) {
        return firstPause.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }
}
