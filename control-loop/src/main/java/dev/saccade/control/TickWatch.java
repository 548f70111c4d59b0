package dev.saccade.control;

import dev.saccade.log.EventRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a tick that does not come back from its controller or its actuator, neither of which can be interrupted: it is
 * counted and told once while it lasts. What the loop does about it, it does when the call returns; one that does not
 * return in {@link #GIVEN_UP_LOOKS} looks ends the run. One thread, not the control thread.
 */
final class TickWatch {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.control");

    private final ControlAgent<?> agent;
    private final EventRing events;
    /** Looks, not time: a process that was stopped in the middle of a tick gets its chance. */
    static final int GIVEN_UP_LOOKS = 200;

    private long reportedNs = ControlAgent.NO_TICK;
    private int looks;

    /** @param events this watch is its only writer */
    TickWatch(ControlAgent<?> agent, EventRing events) {
        this.agent = agent;
        this.events = events;
    }

    /** @return whether the tick is given up, and the run to be ended */
    boolean look(long nowNs) {
        long begunNs = agent.tickBegunNs();
        if (begunNs == ControlAgent.NO_TICK || nowNs - begunNs < agent.stuckNs()) {
            return false;
        }
        if (begunNs == reportedNs) {
            return ++looks >= GIVEN_UP_LOOKS;
        }
        reportedNs = begunNs;
        looks = 0;
        long ticks = agent.counters().ticks();
        agent.counters().stuckTick();
        long sending = agent.isSending() ? 1 : 0;
        events.offer(ControlEvents.STUCK, nowNs, nowNs - begunNs, sending, ticks, 0);
        LOG.warn("{}", ControlEvents.text(ControlEvents.STUCK, nowNs - begunNs, sending, ticks, 0));
        return false;
    }
}
