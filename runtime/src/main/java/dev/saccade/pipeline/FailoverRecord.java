package dev.saccade.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of the engine and its standby. Written by the perception thread; counts are read by any thread, durations
 * after that thread has ended.
 */
public final class FailoverRecord {
    private final AtomicLong hangs = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong readmissions = new AtomicLong();
    private final AtomicLong failedTrials = new AtomicLong();
    private final AtomicLong standbyResults = new AtomicLong();
    private final Latency detection = new Latency();
    private final Latency handOver = new Latency();
    private final Latency firstResult = new Latency();
    private volatile boolean onStandby;
    private volatile boolean awaiting;
    private volatile String cause = "";
    private long detectedNs;

    FailoverRecord() {}

    void failed(long begunNs, long nowNs, boolean hung, String why) {
        detectedNs = nowNs;
        detection.record(nowNs - begunNs);
        cause = why;
        awaiting = true;
        onStandby = true;
        // Last: who sees the count also sees what goes with it.
        add(hung ? hangs : errors);
    }

    void handedOver(long nowNs) {
        handOver.record(nowNs - detectedNs);
    }

    void standbyResult(long nowNs) {
        add(standbyResults);
        if (awaiting) {
            awaiting = false;
            firstResult.record(nowNs - detectedNs);
        }
    }

    void failedTrial() {
        add(failedTrials);
    }

    void readmitted() {
        onStandby = false;
        awaiting = false;
        add(readmissions);
    }

    private static void add(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    /** @return failures of the engine that the standby was called for */
    public long failovers() {
        return hangs() + errors();
    }

    /** @return of these, engines that gave no answer within the hang timeout */
    public long hangs() {
        return hangs.get();
    }

    /** @return of these, engines that reported an error */
    public long errors() {
        return errors.get();
    }

    /** @return how often the engine served again after its probation */
    public long readmissions() {
        return readmissions.get();
    }

    /** @return trial runs of a failed engine that failed or hung again */
    public long failedTrials() {
        return failedTrials.get();
    }

    /** @return results of the standby */
    public long standbyResults() {
        return standbyResults.get();
    }

    /** @return whether the standby serves */
    public boolean isOnStandby() {
        return onStandby;
    }

    /** @return whether the engine has failed and the standby's first result is still awaited */
    public boolean isAwaitingStandby() {
        return awaiting;
    }

    /** @return one line on the latest failure; empty before */
    public String cause() {
        return cause;
    }

    /** @return frame handed to the engine until its failure was noticed */
    public Latency detection() {
        return detection;
    }

    /** @return failure noticed until the newest frame was handed to the standby */
    public Latency handOver() {
        return handOver;
    }

    /** @return failure noticed until the standby's first result was published */
    public Latency firstResult() {
        return firstResult;
    }
}
