package dev.saccade.models.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a window of the very distribution that was recorded is told: seeded, so that the rate is a fact. */
class FalseAlarmTest {
    private static final long SEED = 20261124;
    private static final int RECORDS = 40;
    private static final int WINDOWS = 250;

    private static double[] shape(String name, int bins) {
        double[] weights = new double[bins];
        for (int i = 0; i < bins; i++) {
            double x = (i - bins / 2.0) / (bins / 8.0);
            weights[i] = switch (name) {
                case "flat" -> 1;
                case "bell" -> Math.exp(-x * x / 2);
                default -> i == 0 ? 1 : 0.002;
            };
        }
        return weights;
    }

    private static void draw(double[] weights, Random random, int times, long[] into) {
        double sum = java.util.Arrays.stream(weights).sum();
        for (int k = 0; k < times; k++) {
            double at = random.nextDouble() * sum;
            int bin = 0;
            for (at -= weights[0]; at > 0 && bin < weights.length - 1; at -= weights[bin]) {
                bin++;
            }
            into[bin]++;
        }
    }

    private static int told(double[] reference, double[] now, int frames, DriftLevel least) {
        Random random = new Random(SEED);
        int told = 0;
        for (int r = 0; r < RECORDS; r++) {
            long[] recorded = new long[reference.length];
            draw(reference, random, frames, recorded);
            StatisticDrift statistic = new StatisticDrift(recorded, frames, Double.NaN, true);
            for (int w = 0; w < WINDOWS; w++) {
                draw(now, random, DriftWatch.WINDOW, statistic.cleared());
                statistic.judge(DriftWatch.WINDOW, DriftBounds.USUAL);
                told += statistic.level().compareTo(least) >= 0 ? 1 : 0;
            }
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource({
        "flat,16,256",
        "bell,16,256",
        "peak,16,256",
        "flat,20,1000",
        "bell,20,1000",
        "peak,20,1000",
        "bell,16,100000"
    })
    void shouldSeldomTellOfADistributionThatDidNotChange(String shape, int bins, int frames) {
        double[] same = shape(shape, bins);
        int notices = told(same, same, frames, DriftLevel.NOTICE);
        assertThat(notices)
                .as("seed %d: notices in %d windows of %s", SEED, RECORDS * WINDOWS, shape)
                .isLessThanOrEqualTo(1);
        assertThat(told(same, same, frames, DriftLevel.DRIFT)).isZero();
    }

    /** The control: a rate of no alarms would be worth nothing if nothing alarmed. */
    @ParameterizedTest
    @CsvSource({"bell,16,256", "bell,20,1000", "peak,20,1000"})
    void shouldTellOfOneThatMoved(String shape, int bins, int frames) {
        double[] before = shape(shape, bins);
        double[] moved = new double[bins];
        for (int i = 0; i < bins; i++) {
            moved[i] = before[Math.max(0, i - bins / 4)];
        }
        moved[0] = 0;
        int told = told(before, moved, frames, DriftLevel.DRIFT);
        assertThat(told)
                .as("seed %d: %s moved by a quarter of the range", SEED, shape)
                .isEqualTo(RECORDS * WINDOWS);
    }
}
