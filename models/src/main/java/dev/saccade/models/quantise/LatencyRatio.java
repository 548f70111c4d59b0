package dev.saccade.models.quantise;

import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import java.util.Arrays;

/**
 * Two engines' medians, measured alternating in one run.
 *
 * @param beforeNs of the FP32 network
 * @param afterNs of the INT8 network
 * @param runs of each
 */
public record LatencyRatio(long beforeNs, long afterNs, int runs) {
    private static final int WARM_UPS = 5;
    private static final int RUNS = 41;
    private static final long BUDGET_NS = 20_000_000_000L;
    private static final int FEWEST = 5;

    /** @return INT8's median as a share of FP32's; below 1 is faster */
    public double ratio() {
        return (double) afterNs / beforeNs;
    }

    /** Runs them in turn; less often where both are slow. */
    static LatencyRatio measure(Engine before, Engine after) throws EngineException {
        long[] first = new long[RUNS];
        long[] second = new long[RUNS];
        for (int i = 0; i < WARM_UPS; i++) {
            run(before);
            run(after);
        }
        long startNs = System.nanoTime();
        int runs = 0;
        while (runs < RUNS && (runs < FEWEST || System.nanoTime() - startNs < BUDGET_NS)) {
            // Whoever runs second finds the other's data in the caches: both come first as often.
            boolean isFirst = runs % 2 == 0;
            long a = run(isFirst ? before : after);
            long b = run(isFirst ? after : before);
            first[runs] = isFirst ? a : b;
            second[runs++] = isFirst ? b : a;
        }
        return new LatencyRatio(median(first, runs), median(second, runs), runs);
    }

    private static long run(Engine engine) throws EngineException {
        long startNs = System.nanoTime();
        if (engine.run() != Engine.OK) {
            throw new EngineException(false, engine.lastError(), null);
        }
        return System.nanoTime() - startNs;
    }

    private static long median(long[] values, int count) {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }
}
