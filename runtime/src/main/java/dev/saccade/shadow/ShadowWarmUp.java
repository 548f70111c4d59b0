package dev.saccade.shadow;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.StampClass;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;

/** Warms a candidate on a blank frame before the run, when it takes time from nobody, and measures it. */
public final class ShadowWarmUp {
    private static final int RUNS = 10;
    private static final int COLD_RUNS = 2;
    private static final long BUDGET_NS = 1_500_000_000L;

    private ShadowWarmUp() {}

    /**
     * Looks some ten times, for at most about 1.5 s.
     *
     * @param candidate used by no one else
     * @param format of the frames to come
     * @param clock times the looks
     * @return the shortest look after the first two, ns: too little is mended by the first looks of the run, but with too
     *     much, for the machine was busy, there might be none; 0 when it gave no result, which {@link Perceiver#lastError}
     *     explains
     */
    public static long measure(Perceiver candidate, FrameFormat format, MonotonicClock clock) {
        FrameRing ring = new FrameRing(3, candidate.frameMemory());
        try (Perception into = candidate.newPerception()) {
            FrameSlot slot = ring.acquire();
            slot.prepare(format);
            slot.describe(0, clock.nanoTime(), StampClass.ARRIVAL);
            ring.publish(slot);
            Frame frame = ring.leaseNewest(-1);
            try {
                return shortest(candidate, frame, into, clock);
            } finally {
                frame.release();
            }
        } finally {
            ring.close();
        }
    }

    private static long shortest(Perceiver candidate, Frame frame, Perception into, MonotonicClock clock) {
        long startNs = clock.nanoTime();
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < RUNS && (i <= COLD_RUNS || clock.nanoTime() - startNs < BUDGET_NS); i++) {
            long begunNs = clock.nanoTime();
            if (candidate.perceive(frame, into, clock) != Perceiver.OK) {
                return 0;
            }
            if (i >= COLD_RUNS) {
                shortest = Math.min(shortest, Math.max(1, clock.nanoTime() - begunNs));
            }
        }
        return shortest;
    }
}
