package dev.saccade.cli;

import dev.saccade.pipeline.PerceptionAgent;

/** When the process began, on the monotonic clock, so that the time to the first result can be told. */
record RunStart(long startNs) {
    private static final double NS_PER_MS = 1e6;

    /** Reads the process's own start time once; call early, when the clocks have not drifted. */
    static RunStart ofThisProcess() {
        long sinceMs = System.currentTimeMillis()
                - ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(java.time.Instant::toEpochMilli)
                        .orElse(System.currentTimeMillis());
        return new RunStart(System.nanoTime() - sinceMs * 1_000_000);
    }

    /** JVM start to the first published result, ms; 0 when there was none. */
    double firstResultMs(PerceptionAgent agent) {
        return agent.firstResultNs() == 0 ? 0 : (agent.firstResultNs() - startNs) / NS_PER_MS;
    }
}
