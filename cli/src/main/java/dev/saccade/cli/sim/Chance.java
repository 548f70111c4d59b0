package dev.saccade.cli.sim;

import java.util.SplittableRandom;

/** Random numbers that every JDK makes alike: of the generator only its raw doubles are used. */
final class Chance {
    private static final int SUMMED = 12;

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Near enough to normal: the sum of twelve uniform numbers, mean 0, deviation 1. */
    double normal() {
        double sum = 0;
        for (int i = 0; i < SUMMED; i++) {
            sum += random.nextDouble();
        }
        return sum - SUMMED / 2.0;
    }
}
