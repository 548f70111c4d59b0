package dev.saccade.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What counts as a cost, on latencies drawn with fixed seeds: the same on every machine. */
class CostTrialTest {
    private static final int BLOCK = 25;
    private static final int QUAD = 4 * BLOCK;

    /** How one frame of production goes, by whether the shadow is on. */
    private interface Production {
        /** @return latency, ns; negative: the frame is missed */
        long latencyNs(boolean on, SplittableRandom random);
    }

    /** Mostly near 20 ms, with a heavy tail that reaches ten times as far. */
    private static long noisy(SplittableRandom random) {
        double tail = random.nextInt(20) == 0 ? 1 + 9 * random.nextDouble() : 1;
        return (long) (20e6 * (0.8 + 0.4 * random.nextDouble()) * tail);
    }

    /** @return frames until it was certain that the shadow costs; -1 when it was not */
    private static int run(CostTrial trial, long seed, int frames, Production production) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < frames; i++) {
            long ns = production.latencyNs(trial.isOn(), random);
            if (trial.add(ns < 0, Math.abs(ns))) {
                return i + 1;
            }
        }
        return -1;
    }

    @Test
    void shouldTakeTurnsOnOffOffOn() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < 2 * QUAD; i++) {
            if (i % BLOCK == 0) {
                blocks.append(trial.isOn() ? 'A' : 'B');
            }
            trial.add(false, 1_000_000);
        }
        assertThat(blocks).hasToString("ABBAABBA");
    }

    @Test
    void shouldKeepAShadowThatCostsNothingHoweverNoisyTheMachine() {
        for (long seed = 0; seed < 40; seed++) {
            CostTrial trial = new CostTrial(BLOCK, 5);
            int stopped = run(trial, seed, 200 * QUAD, (on, random) -> noisy(random));
            assertThat(stopped).as("seed %d: %s", seed, trial.verdict()).isEqualTo(-1);
            assertThat(trial.verdict()).isEmpty();
        }
    }

    /** The machine slows down all the time, which on, off, on, off would have taken for a cost or a gain. */
    @Test
    void shouldNotTakeASlowMachineForACost() {
        CostTrial trial = new CostTrial(BLOCK, 1);
        long[] frame = {0};
        int stopped = run(trial, 7, 100 * QUAD, (on, random) -> 20_000_000 + 2_000 * frame[0]++);
        assertThat(stopped).isEqualTo(-1);
        assertThat(trial.figures().p50Percent().median()).isBetween(-0.01, 0.01);
    }

    @Test
    void shouldStopAShadowThatSlowsEveryFrameAtTheFirstLook() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        int stopped = run(trial, 3, 100 * QUAD, (on, random) -> (long) (noisy(random) * (on ? 1.5 : 1)));
        assertThat(stopped).isEqualTo(CostTrial.FIRST_LOOK * QUAD);
        assertThat(trial.verdict())
                .startsWith("production's median latency is ")
                .contains("over the bound of 5.0 %");
        CostFigures figures = trial.figures();
        assertThat(figures.costs()).isEqualTo("p50");
        assertThat(figures.p50Percent().low()).isGreaterThan(5);
        assertThat(figures.p50Percent().median()).isBetween(30.0, 70.0);
    }

    @Test
    void shouldStopAShadowThatDelaysOnlySomeFrames() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        int stopped = run(trial, 4, 500 * QUAD, (on, random) -> {
            boolean isHit = random.nextInt(10) == 0;
            return 20_000_000 + random.nextLong(100_000) + (on && isHit ? 10_000_000 : 0);
        });
        assertThat(stopped).isPositive();
        assertThat(trial.figures().costs()).isEqualTo("p99");
        assertThat(trial.figures().p50Percent().median()).isLessThan(5);
    }

    @Test
    void shouldStopAShadowThatMakesProductionMiss() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        int stopped = run(
                trial, 5, 500 * QUAD, (on, random) -> random.nextInt(100) < (on ? 8 : 1) ? -20_000_000 : 20_000_000);
        assertThat(stopped).isPositive();
        assertThat(trial.verdict()).matches("production misses [0-9.]+ more frames of a hundred");
        assertThat(trial.figures().costs()).isEqualTo("missed");
    }

    @Test
    void shouldKeepAShadowBelowItsBoundAndTellWhatItCosts() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        int stopped =
                run(trial, 6, 300 * QUAD, (on, random) -> 20_000_000 + random.nextLong(200_000) + (on ? 600_000 : 0));
        assertThat(stopped).isEqualTo(-1);
        CostFigures figures = trial.figures();
        assertThat(figures.differences()).isEqualTo(300);
        assertThat(figures.p50Percent().low()).isLessThanOrEqualTo(3).isGreaterThan(2);
        assertThat(figures.p50Percent().high()).isGreaterThanOrEqualTo(3).isLessThan(4);
        assertThat(figures.missedPoints()).isEqualTo(new Interval(0, 0, 0));
    }

    /** Found by the latest differences alone, however long it was well before. */
    @Test
    void shouldNoticeACostThatComesLate() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        long[] frame = {0};
        int late = 400 * QUAD;
        int stopped = run(trial, 8, 600 * QUAD, (on, random) ->
                (long) (20e6 * (0.9 + 0.2 * random.nextDouble()) * (on && frame[0]++ > late / 2 ? 1.2 : 1)));
        assertThat(stopped).isBetween(late, late + (CostTrial.WINDOW + 32) * QUAD);
    }

    @Test
    void shouldForgetBlocksThatWereNotHeardWhole() {
        CostTrial trial = new CostTrial(BLOCK, 5);
        for (int i = 0; i < QUAD - 1; i++) {
            trial.add(false, 1_000_000);
        }
        trial.restart();
        assertThat(trial.isOn()).isTrue();
        trial.add(false, 1_000_000);
        assertThat(trial.figures().differences()).isZero();
    }
}
