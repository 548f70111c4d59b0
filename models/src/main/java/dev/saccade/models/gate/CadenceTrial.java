package dev.saccade.models.gate;

import dev.saccade.time.MonotonicClock;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/**
 * Runs at a fixed cadence on absolute time, open loop: a run is due at its moment whether or not the one before it has
 * ended, and its latency counts from there, so that a stall is charged to every run that it held up.
 */
final class CadenceTrial {
    /** An engine too slow for its cadence falls behind more with each run; this long is enough to see it. */
    private static final long BUDGET_NS = 20_000_000_000L;

    private static final int FEWEST = 10;

    private final MonotonicClock clock;
    private final LongConsumer sleepUntil;

    /** @param sleepUntil returns when the clock has reached its argument, monotonic ns */
    CadenceTrial(MonotonicClock clock, LongConsumer sleepUntil) {
        this.clock = clock;
        this.sleepUntil = sleepUntil;
    }

    /**
     * Runs.
     *
     * @param runs most runs, at least 1; fewer when they take too long
     * @param periodNs from one to the next
     * @param look runs once; false when there was no result, which counts as missed
     * @param deadlineNs from due to result; {@link Long#MAX_VALUE} for none
     */
    CadenceLatency run(int runs, long periodNs, long deadlineNs, IntPredicate look) {
        long[] all = new long[runs];
        int done = 0;
        int missed = 0;
        long startNs = clock.nanoTime() + periodNs;
        long longestNs = Math.max(BUDGET_NS, runs * periodNs);
        for (int i = 0; i < runs && (i < FEWEST || clock.nanoTime() - startNs < longestNs); i++) {
            long dueNs = startNs + i * periodNs;
            if (clock.nanoTime() - dueNs < 0) {
                sleepUntil.accept(dueNs);
            }
            boolean answered = look.test(i);
            all[i] = clock.nanoTime() - dueNs;
            missed += answered && all[i] <= deadlineNs ? 0 : 1;
            done++;
        }
        long[] latencies = Arrays.copyOf(all, done);
        Arrays.sort(latencies);
        return new CadenceLatency(
                done,
                1e9 / periodNs,
                percentile(latencies, 50),
                percentile(latencies, 99),
                latencies[done - 1],
                deadlineNs,
                (double) missed / done);
    }

    /** The smallest value that at least so many percent do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
