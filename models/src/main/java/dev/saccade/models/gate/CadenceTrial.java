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
     * @param look runs once; false when there was no result, which counts as missed
     * @param deadlineNs from due to result; {@link Long#MAX_VALUE} for none
     */
    CadenceLatency run(int runs, long periodNs, long deadlineNs, IntPredicate look) {
        long[] latencies = new long[runs];
        int missed = 0;
        long startNs = clock.nanoTime() + periodNs;
        for (int i = 0; i < runs; i++) {
            long dueNs = startNs + i * periodNs;
            if (clock.nanoTime() - dueNs < 0) {
                sleepUntil.accept(dueNs);
            }
            boolean answered = look.test(i);
            latencies[i] = clock.nanoTime() - dueNs;
            missed += answered && latencies[i] <= deadlineNs ? 0 : 1;
        }
        Arrays.sort(latencies);
        return new CadenceLatency(
                runs,
                1e9 / periodNs,
                percentile(latencies, 50),
                percentile(latencies, 99),
                latencies[runs - 1],
                deadlineNs,
                (double) missed / runs);
    }

    /** The smallest value that at least so many percent do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
