package dev.saccade.log;

import dev.saccade.pipeline.Agent;
import java.util.List;

/**
 * Drains a ring at an interval, so that the hot thread never has to wake anybody. What is left is drained on close.
 */
public final class EventAgent implements Agent {
    private final String name;
    private final EventRing[] rings;
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
        this(name, List.of(ring), intervalNs, reader);
    }

    /**
     * Makes an agent of several rings.
     *
     * @param name of the agent and its thread
     * @param rings what it drains, one after the other; this agent is their only reader
     * @param intervalNs between drains, ns; positive
     * @param reader receives the events on the driving thread
     */
    public EventAgent(String name, List<EventRing> rings, long intervalNs, EventReader reader) {
        this.name = name;
        this.rings = rings.toArray(EventRing[]::new);
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
        return drain();
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
        drain();
    }

    private int drain() {
        int events = 0;
        for (EventRing ring : rings) {
            events += ring.drain(reader);
        }
        return events;
    }
}
