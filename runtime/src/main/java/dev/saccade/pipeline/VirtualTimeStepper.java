package dev.saccade.pipeline;

import dev.saccade.time.ManualClock;
import java.util.List;

/**
 * Drives agents in virtual time on the calling thread: at each instant every agent works until none has anything to
 * do, in the order given, then the clock jumps to the earliest due time. The same agents and inputs take the same
 * steps on any machine.
 */
public final class VirtualTimeStepper {
    private static final int MOST_CYCLES_PER_INSTANT = 1_000_000;

    private final ManualClock clock;
    private final List<Agent> agents;
    private boolean started;

    /**
     * Makes a stepper.
     *
     * @param clock moved by this stepper alone
     * @param agents in the order in which they work within an instant: producers before consumers
     */
    public VirtualTimeStepper(ManualClock clock, List<? extends Agent> agents) {
        this.clock = clock;
        this.agents = List.copyOf(agents);
    }

    /**
     * Works through the present instant, then moves the clock to the next due time.
     *
     * @param limitNs the clock does not move past this time
     * @return whether anything is still due at or before the limit
     */
    public boolean step(long limitNs) {
        if (!started) {
            started = true;
            agents.forEach(Agent::onStart);
        }
        settle();
        long nowNs = clock.nanoTime();
        long nextNs = Agent.NEVER;
        for (Agent agent : agents) {
            long dueNs = agent.isFinished() ? Agent.NEVER : agent.nextDueNs();
            if (dueNs != Agent.NEVER && (nextNs == Agent.NEVER || dueNs - nextNs < 0)) {
                nextNs = dueNs;
            }
        }
        if (nextNs == Agent.NEVER || nextNs - limitNs > 0) {
            return false;
        }
        clock.set(nextNs - nowNs > 0 ? nextNs : nowNs + 1);
        return true;
    }

    /**
     * Steps until nothing is due any more, or the limit.
     *
     * @param limitNs virtual time at which to end
     */
    public void runUntil(long limitNs) {
        boolean more = true;
        while (more) {
            more = step(limitNs);
        }
    }

    private void settle() {
        long nowNs = clock.nanoTime();
        for (int cycle = 0; cycle < MOST_CYCLES_PER_INSTANT; cycle++) {
            int work = 0;
            for (Agent agent : agents) {
                work += agent.isFinished() ? 0 : agent.doWork(nowNs);
            }
            if (work == 0) {
                return;
            }
        }
        throw new IllegalStateException("agents never settle at virtual time " + nowNs + " ns");
    }
}
