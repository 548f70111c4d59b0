package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import java.util.concurrent.locks.LockSupport;

/** Runs an engine on one frame again and again, which warms it and measures its latency. Perception thread. */
final class WarmUp {
    private static final int RUNS = 20;
    private static final long BUDGET_NS = 1_500_000_000L;
    private static final long POLL_NS = 1_000_000;

    private final MonotonicClock clock;
    private final Latency latency = new Latency();
    private long begunNs;

    WarmUp(MonotonicClock clock) {
        this.clock = clock;
    }

    /** @return whether it has answered every time; otherwise it still looks */
    boolean run(EngineRun engine, Frame frame, long hangTimeoutNs) {
        long startNs = clock.nanoTime();
        for (int i = 0; i < RUNS && clock.nanoTime() - startNs < BUDGET_NS; i++) {
            begunNs = clock.nanoTime();
            engine.begin(frame, begunNs);
            while (engine.poll(clock.nanoTime()) == EngineRun.RUNNING) {
                if (clock.nanoTime() - begunNs >= hangTimeoutNs) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NS);
            }
            if (engine.poll(clock.nanoTime()) == Perceiver.OK) {
                latency.record(clock.nanoTime() - begunNs);
            }
        }
        return true;
    }

    /** @return when the latest run began */
    long begunNs() {
        return begunNs;
    }

    /** @return lease to result */
    Latency latency() {
        return latency;
    }
}
