package dev.saccade.log;

import dev.saccade.pipeline.Agent;

/**
 * Drains a ring at an interval, so that the hot thread never has to wake anybody. What is left is drained on close.
 */
public final class EventAgent implements Agent {
    private final String name;
    private final EventRing ring;
    private final EventReader reader;
    private final long intervalNs;
    private long dueNs;
    private boolean started;
    private volatile boolean stopped;

    /**
     * Makes the agent.
     *
     * @param name of the agent and its thread
     * @param ring what it drains; this agent is its only reader
     * @param intervalNs between drains, ns; positive
     * @param reader receives the events on the driving thread
     */
    public EventAgent(String name, EventRing ring, long intervalNs, EventReader reader) {
        this.name = name;
        this.ring = ring;
        this.intervalNs = intervalNs;
        this.reader = reader;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        if (started && nowNs - dueNs < 0) {
            return 0;
        }
        started = true;
        dueNs = nowNs + intervalNs;
        return ring.drain(reader);
    }

    @Override
    public long nextDueNs() {
        return dueNs;
    }

    @Override
    public boolean isFinished() {
        return stopped;
    }

    /** Ends the agent after its present cycle; any thread. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        ring.drain(reader);
    }
}
