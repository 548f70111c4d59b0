package dev.saccade.pipeline;

/**
 * Does nothing but measure how late its thread wakes, at a fixed rate. Each due time counts: those that a stall
 * prevented count with their own lateness, so that a long stall is not one sample.
 */
public final class WakeUpAgent implements Agent {
    private final long periodNs;
    private final long ticks;
    private final Latency lateness;
    private long dueNs;
    private long left;

    /**
     * Makes an agent that is due for the first time one period after its first cycle.
     *
     * @param periodNs time between ticks
     * @param ticks after so many it is finished
     * @param lateness receives ns from due to woken, on the driving thread
     */
    public WakeUpAgent(long periodNs, long ticks, Latency lateness) {
        this.periodNs = periodNs;
        this.ticks = ticks;
        this.lateness = lateness;
    }

    @Override
    public String name() {
        return "wake-up";
    }

    @Override
    public void onStart() {
        left = ticks;
        dueNs = 0;
    }

    @Override
    public int doWork(long nowNs) {
        if (dueNs == 0) {
            dueNs = nowNs + periodNs;
        }
        if (nowNs - dueNs < 0) {
            return 0;
        }
        do {
            lateness.record(nowNs - dueNs);
            dueNs += periodNs;
            left--;
        } while (left > 0 && dueNs - nowNs <= 0);
        return 1;
    }

    @Override
    public long nextDueNs() {
        return dueNs;
    }

    @Override
    public boolean isFinished() {
        return left <= 0;
    }

    @Override
    public void close() {}
}
