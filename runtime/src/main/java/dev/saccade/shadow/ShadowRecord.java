package dev.saccade.shadow;

import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.pipeline.Latency;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of a shadow. Written by its thread; counts, agreement and state are read by any thread, latency, cost and
 * allocation after the run.
 */
public final class ShadowRecord {
    private static final int RECENT = 100;

    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final Map<Skip, AtomicLong> skipped = new EnumMap<>(Skip.class);
    private final Latency latency = new Latency();
    private final AllocationMeter allocation = new AllocationMeter();
    private final CostTrial cost;
    private final double[] recent = new double[RECENT];
    private volatile double agreementMean = Double.NaN;
    private volatile double agreementLeast = Double.NaN;
    private volatile double agreementRecent = Double.NaN;
    private volatile boolean running;
    private volatile String stopped = "";
    private volatile String lastError = "";

    ShadowRecord(CostTrial cost) {
        this.cost = cost;
        for (Skip reason : Skip.values()) {
            skipped.put(reason, new AtomicLong());
        }
    }

    void frame() {
        add(frames);
    }

    void skip(Skip reason) {
        add(skipped.get(reason));
    }

    void running(boolean is) {
        running = is;
    }

    void compared(double agreement, long ns) {
        long done = compared.get();
        latency.record(ns);
        recent[(int) (done % RECENT)] = agreement;
        double sum = 0;
        int count = (int) Math.min(RECENT, done + 1);
        for (int i = 0; i < count; i++) {
            sum += recent[i];
        }
        agreementRecent = sum / count;
        agreementMean = done == 0 ? agreement : agreementMean + (agreement - agreementMean) / (done + 1);
        agreementLeast = done == 0 ? agreement : Math.min(agreementLeast, agreement);
        // Last: who sees the count also sees what goes with it.
        add(compared);
    }

    void fault(String why) {
        lastError = why;
        add(faults);
    }

    void stopped(String why) {
        stopped = why;
    }

    private static void add(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    /** @return frames that production was done with since the run's first result */
    public long frames() {
        return frames.get();
    }

    /** @return frames that both saw */
    public long compared() {
        return compared.get();
    }

    /**
     * Frames that the candidate did not look at.
     *
     * @param reason why
     * @return how many
     */
    public long skipped(Skip reason) {
        return skipped.get(reason).get();
    }

    /** @return looks of the candidate that ended without a result */
    public long faults() {
        return faults.get();
    }

    /** @return mean agreement of the frames that both saw, 0..1; NaN before the first */
    public double agreementMean() {
        return agreementMean;
    }

    /** @return least agreement of one frame; NaN before the first */
    public double agreementLeast() {
        return agreementLeast;
    }

    /** @return mean agreement of the latest hundred frames; NaN before the first */
    public double agreementRecent() {
        return agreementRecent;
    }

    /** @return whether the candidate looks at a frame at this moment */
    public boolean isRunning() {
        return running;
    }

    /** @return why it was stopped, one line; empty while it was not */
    public String stopped() {
        return stopped;
    }

    /** @return one line on its latest fault; empty before */
    public String lastError() {
        return lastError;
    }

    /** @return from the candidate's start on a frame to its result; after the run */
    public Latency latency() {
        return latency;
    }

    /** @return what it costs production; after the run */
    public CostFigures cost() {
        return cost.figures();
    }

    /** @return heap bytes of the shadow's thread from the twentieth comparison on; after the run */
    public AllocationMeter allocation() {
        return allocation;
    }
}
