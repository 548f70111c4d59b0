package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeLogic;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.control.mode.Reason;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.MissWindow;
import dev.saccade.vision.Freshness;

/**
 * Settles the mode of each tick: collects what speaks against steering, lets the worst win, keeps what is latched, tells
 * each transition with its cause. Its requests come from any thread and take effect at the next tick; everything else
 * comes from the control thread.
 */
final class ModeControl {
    private final StreamCondition stream;
    private final SeenViews views;
    private final EventRing events;
    private final TickInput in;
    private final ModeLogic logic = new ModeLogic();
    private final ActuatorHealth health = new ActuatorHealth();
    private final MissWindow overruns;
    private final Latch latch;
    private volatile ModeRules rules;
    private volatile boolean arming;
    private volatile boolean rearming;
    private volatile String operator;
    private ModeRules armed;
    private Reason told = Reason.WARMING_UP;
    private boolean fallback;

    ModeControl(
            Tolerances tolerances,
            StreamCondition stream,
            SeenViews views,
            ControlCounters counters,
            EventRing events,
            TickInput in) {
        this.stream = stream;
        this.views = views;
        this.events = events;
        this.in = in;
        latch = new Latch(counters);
        overruns = new MissWindow(tolerances.overruns(), tolerances.overrunWindow());
    }

    void arm(ModeRules newRules) {
        rules = newRules;
        arming = true;
    }

    void rearm() {
        rearming = true;
    }

    void operatorStop(String who) {
        operator = who;
    }

    ModeRules rules() {
        return rules;
    }

    Latch latch() {
        return latch;
    }

    Mode mode() {
        return logic.mode();
    }

    Reason reason() {
        return logic.reason();
    }

    /**
     * Takes what was asked for since the tick before. A stop wins over a re-arm that came with it.
     *
     * @return whether a re-arm was asked for, which the outlet must hear of too
     */
    boolean takeRequests(long nowNs) {
        if (arming) {
            arming = false;
            armed = rules;
            events.offer(ControlEvents.ARMED, nowNs, armed.maxAgeNs(), armed.safeAfterNs(), in.tick(), 0);
        }
        boolean rearmed = rearming;
        if (rearmed) {
            rearming = false;
            latch.forgive();
            views.forgive();
            health.forgive();
            events.offer(ControlEvents.REARMED, nowNs, in.tick(), 0, 0, 0);
        }
        String who = operator;
        if (who != null) {
            operator = null;
            latch.setBy(who, in.tick());
        }
        if (views.isMisused()) {
            latch.set(Reason.VIEW_KEPT, in.tick());
        }
        return rearmed;
    }

    /** Settles the mode by the newest perception and by everything else that is known at this tick. */
    void settle(boolean seen, boolean standIn, long ageNs, boolean newResult, boolean overran, long nowNs) {
        overruns.add(overran);
        in.perception(freshness(seen, ageNs), ageNs, standIn);
        if (seen && standIn != fallback) {
            fallback = standIn;
            events.offer(ControlEvents.FALLBACK, nowNs, standIn ? 1 : 0, in.tick(), 0, 0);
        }
        Reason worst = armed == null ? Reason.WARMING_UP : armed.judge(seen, ageNs);
        worst = Reason.worst(worst, StreamCondition.worst(stream.at(nowNs)));
        worst = overruns.isRaised() ? Reason.worst(worst, Reason.LOOP_OVERRUN) : worst;
        worst = health.isFaulty() ? Reason.worst(worst, Reason.ACTUATOR_FAULT) : worst;
        enter(Reason.worst(worst, latch.reason()), newResult, nowNs);
    }

    /** Something that the controller or the outlet did at this tick. */
    void fault(Reason fault, long nowNs) {
        if (fault.isLatched()) {
            latch.set(fault, in.tick());
        }
        enter(fault, false, nowNs);
    }

    /** What the command was made from has grown too old meanwhile. */
    void expired(long ageNs, long nowNs) {
        in.perception(freshness(true, ageNs), ageNs, fallback);
        enter(armed.judge(true, ageNs), false, nowNs);
    }

    /**
     * @param status a return code of {@link Actuator#send}
     * @param late whether it took longer than a period
     * @param stuck whether it took so long that the loop was held up
     */
    void sent(int status, boolean late, boolean stuck, long nowNs) {
        if (status == Actuator.LATCHED || status == Actuator.HANDED_OVER) {
            Reason reason = status == Actuator.LATCHED ? Reason.OUTLET_LATCHED : Reason.HANDED_OVER;
            if (latch.reason().compareTo(reason) < 0) {
                fault(reason, nowNs);
            }
            return;
        }
        if (health.sent(status == Actuator.SENT && !late, stuck, nowNs)) {
            events.offer(ControlEvents.ACTUATOR_FAULTY, nowNs, status, late ? 1 : 0, in.tick(), 0);
            enter(Reason.ACTUATOR_FAULT, false, nowNs);
        }
    }

    /**
     * A command lives as long as what it was made from may be believed in: with perception until the maximum age after
     * its capture, without it until the age at which the loop goes safe. In SAFE there is none, and nothing lives on.
     */
    long validUntilNs(long ageNs, long nowNs) {
        return switch (logic.mode()) {
            case NOMINAL -> nowNs - ageNs + armed.maxAgeNs();
            case DEGRADED -> nowNs - ageNs + armed.safeAfterNs();
            case SAFE -> nowNs;
        };
    }

    void enter(Reason worst, boolean newResult, long nowNs) {
        Mode before = logic.mode();
        boolean changed = logic.step(worst, newResult, armed == null ? 1 : armed.recoverResults());
        Reason reason = logic.reason();
        if (changed) {
            told = reason;
            events.offer(ControlEvents.MODE, nowNs, before.code(), logic.mode().code(), reason.code(), in.tick());
        } else if (reason.compareTo(told) > 0 && reason != Reason.STOPPED) {
            told = reason;
            events.offer(ControlEvents.WORSE, nowNs, logic.mode().code(), reason.code(), in.tick(), 0);
        }
        in.mode(logic.mode(), reason);
    }

    private Freshness freshness(boolean seen, long ageNs) {
        if (armed == null) {
            // Nothing is known yet about how old is too old.
            return seen ? Freshness.STALE : Freshness.NONE;
        }
        return armed.freshness(seen, ageNs);
    }
}
