package dev.saccade.pipeline;

import dev.saccade.frame.Signal;
import dev.saccade.posix.Posix;
import dev.saccade.time.MonotonicClock;
import java.util.concurrent.locks.LockSupport;

/**
 * Drives one agent on a thread of its own in real time: a duty cycle, then idle until the agent is due or its signal
 * is raised. Start, stop and join come from any thread.
 */
public final class AgentThread implements AutoCloseable {
    /** How the thread waits between cycles. */
    public enum Idle {
        /** Parks; a {@link Signal} ends the wait. */
        PARK,
        /** Sleeps with {@code clock_nanosleep} to the absolute due time; a signal does not end the wait. */
        ABSOLUTE
    }

    private static final long LONGEST_PARK_NS = 50_000_000;

    private final Agent agent;
    private final MonotonicClock clock;
    private final Idle idle;
    private final ThreadPolicy policy;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile String refused = "";
    private volatile Throwable failure;

    /**
     * Makes a thread that has not started.
     *
     * @param agent what it drives; closed on the thread when it ends
     * @param clock the system's monotonic clock
     * @param idle how it waits
     * @param wake signal that ends a park, or null
     * @param policy scheduling, applied on the thread
     */
    public AgentThread(Agent agent, MonotonicClock clock, Idle idle, Signal wake, ThreadPolicy policy) {
        this.agent = agent;
        this.clock = clock;
        this.idle = idle;
        this.policy = policy;
        thread = new Thread(this::run, "saccade-" + agent.name());
        thread.setDaemon(true);
        if (wake != null) {
            wake.attach(thread);
        }
    }

    /** Starts the thread; once. */
    public void start() {
        thread.start();
    }

    /** Asks the thread to end after its cycle. */
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the end.
     *
     * @param millis at most this long; 0 waits without bound
     * @return whether it has ended
     * @throws InterruptedException when the caller is interrupted
     */
    public boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    /** @return whether the thread runs */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** @return what the scheduling policy was refused, one line; empty when granted or not yet started */
    public String refused() {
        return refused;
    }

    /** @return what ended the agent by exception, or null */
    public Throwable failure() {
        return failure;
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        stop();
    }

    private void run() {
        try (agent) {
            refused = policy.apply();
            agent.onStart();
            while (!stopping && !agent.isFinished()) {
                long nowNs = clock.nanoTime();
                if (agent.doWork(nowNs) == 0) {
                    idleUntil(agent.nextDueNs(), nowNs);
                }
            }
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void idleUntil(long dueNs, long nowNs) {
        long waitNs = dueNs == Agent.NEVER ? LONGEST_PARK_NS : Math.min(dueNs - nowNs, LONGEST_PARK_NS);
        if (waitNs <= 0) {
            return;
        }
        if (idle == Idle.ABSOLUTE) {
            Posix.sleepUntil(nowNs + waitNs);
        } else if (!stopping) {
            LockSupport.parkNanos(waitNs);
            if (Thread.interrupted()) {
                stopping = true;
            }
        }
    }
}
