package dev.saccade.scene.landing;

import java.util.SplittableRandom;

/** Random draws that every JDK makes alike: of the generator only its raw doubles and longs are used. */
final class Draws {
    private final SplittableRandom random;

    Draws(long seed) {
        random = new SplittableRandom(seed);
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Small numbers as likely as large ones, by their logarithm. */
    double logBetween(double low, double high) {
        return StrictMath.exp(between(StrictMath.log(low), StrictMath.log(high)));
    }

    int below(int bound) {
        return (int) (random.nextDouble() * bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double angle() {
        return between(-Math.PI, Math.PI);
    }

    long seed() {
        return random.nextLong();
    }
}
