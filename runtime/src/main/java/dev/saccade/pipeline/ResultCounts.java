package dev.saccade.pipeline;

import dev.saccade.vision.Perception;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of results against their bounds. The perception thread counts; bounds and counts are any thread's. */
final class ResultCounts {
    private final PerceptionTimings timings = new PerceptionTimings();
    private final MissWindow window;
    private final AtomicLong processed = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long maxAgeNs = Long.MAX_VALUE;
    private volatile boolean missing;

    ResultCounts(MissWindow window) {
        this.window = window;
    }

    void bounds(long newDeadlineNs, long newMaxAgeNs) {
        deadlineNs = newDeadlineNs;
        maxAgeNs = newMaxAgeNs;
    }

    /** @return how many there are now */
    long published() {
        add(processed);
        return processed.get();
    }

    void result(Perception result) {
        timings.record(result);
        boolean late = result.latencyNs() > deadlineNs;
        note(late);
        if (late) {
            add(missed);
        }
        if (result.latencyNs() > maxAgeNs) {
            add(stale);
        }
    }

    void missed() {
        add(missed);
        note(true);
    }

    void fault() {
        add(faults);
        noResult();
    }

    /** A frame without a result has missed its deadline, where there is one. */
    void noResult() {
        if (deadlineNs != Long.MAX_VALUE) {
            note(true);
        }
    }

    private void note(boolean miss) {
        window.add(miss);
        if (missing != window.isRaised()) {
            missing = window.isRaised();
        }
    }

    private static void add(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    PerceptionTimings timings() {
        return timings;
    }

    long processedCount() {
        return processed.get();
    }

    long missedCount() {
        return missed.get();
    }

    long staleCount() {
        return stale.get();
    }

    long faultCount() {
        return faults.get();
    }

    boolean isMissing() {
        return missing;
    }
}
