package dev.saccade.pipeline;

/**
 * A worker with a duty cycle. The driver reads the clock once a cycle and passes the time down; an agent never blocks
 * for another agent. All methods are called by one driver thread.
 */
public interface Agent extends AutoCloseable {
    /** {@link #nextDueNs()}: nothing is due until another agent provides work. */
    long NEVER = Long.MAX_VALUE;

    /** @return name of the agent and its thread */
    String name();

    /** Called once on the driving thread before the first cycle. */
    void onStart();

    /**
     * One duty cycle.
     *
     * @param nowNs time of this cycle, monotonic ns
     * @return 0 when there was nothing to do
     */
    int doWork(long nowNs);

    /** @return monotonic ns at which {@link #doWork} has something to do by itself; {@link #NEVER} when it waits */
    long nextDueNs();

    /** @return whether the agent is done for good */
    boolean isFinished();

    /** Releases what the agent owns; called on the driving thread after the last cycle. Idempotent. */
    @Override
    void close();
}
