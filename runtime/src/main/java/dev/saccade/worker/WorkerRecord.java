package dev.saccade.worker;

import java.util.concurrent.atomic.AtomicInteger;

/** What became of the processes that an engine ran in. Read by any thread. */
public final class WorkerRecord {
    private volatile int pid;
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String lastReason = "";
    private volatile boolean givenUp;
    private volatile long allocatedBytes;
    private volatile long allocationFrames;
    private long earlierBytes;
    private long earlierFrames;

    WorkerRecord() {}

    /** The five below: the thread that starts workers. */
    void started() {
        starts.incrementAndGet();
    }

    void serves(int process) {
        pid = process;
    }

    void refused() {
        refused.incrementAndGet();
    }

    void ended(String reason) {
        pid = 0;
        lastReason = reason;
    }

    void giveUp() {
        givenUp = true;
    }

    /** Another process is asked from now on, which counts from 0. The thread that submits, as the next. */
    void another() {
        earlierBytes = allocatedBytes;
        earlierFrames = allocationFrames;
    }

    void allocated(long bytes, long frames) {
        allocatedBytes = earlierBytes + bytes;
        allocationFrames = earlierFrames + frames;
    }

    /** @return number of the process that serves; 0 while none does */
    public int pid() {
        return pid;
    }

    /** @return processes that were started after the first */
    public int restarts() {
        return Math.max(0, starts.get() - 1);
    }

    /** @return of these, processes that saw something else than the first in the frame that both were shown */
    public int refusals() {
        return refused.get();
    }

    /** @return one line on why the latest process that ended did so; empty before */
    public String lastReason() {
        return lastReason;
    }

    /** @return whether no further process is started, because none could serve: {@link #lastReason()} tells why */
    public boolean isGivenUp() {
        return givenUp;
    }

    /** @return heap bytes that all processes, by their own word, allocated on the thread that looks, each once warm */
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /** @return frames over which they counted them */
    public long allocationFrames() {
        return allocationFrames;
    }
}
