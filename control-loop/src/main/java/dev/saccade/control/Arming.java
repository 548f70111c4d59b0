package dev.saccade.control;

import dev.saccade.control.mode.ModeRules;
import dev.saccade.frame.FrameSource;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.PerceptionAgent;

/**
 * What the warm-up measured decides about the maximum age and the hang timeout; then the loop may steer. Supervising
 * thread, except the getters.
 */
final class Arming {
    private static final double P99 = 99;
    /** A warm-up of some twenty runs does not show the tail: what is derived from it gets room for one. */
    private static final double DERIVED_MARGIN = 1.5;

    private final LoopParts<?> parts;
    private final LoopPlan plan;
    private volatile MaxAgeRule rule;
    private volatile MaxAgeRule standbyRule;
    private volatile long hangTimeoutNs;
    private boolean armed;

    Arming(LoopParts<?> parts, LoopPlan plan) {
        this.parts = parts;
        this.plan = plan;
    }

    /** Everything is warm: arms the loop, once. */
    void arm() {
        if (armed) {
            return;
        }
        PerceptionAgent agent = parts.perception();
        long p99Ns = agent.warmUp().percentile(P99);
        rule = rule(agent.warmUp());
        long leastNs = rule.leastNs();
        if (parts.standby() != null) {
            standbyRule = rule(agent.standbyWarmUp());
            leastNs = Math.max(leastNs, standbyRule.leastNs());
        }
        if (plan.maxAgeNs() > 0) {
            rule.require(plan.maxAgeNs());
            requireOfStandby();
        }
        ModeRules rules = plan.rules(plan.maxAgeNs() > 0 ? plan.maxAgeNs() : (long) (DERIVED_MARGIN * leastNs));
        if (parts.standby() != null) {
            hangTimeoutNs = plan.hangTimeoutNs(p99Ns, rules.maxAgeNs());
            agent.hangTimeout(hangTimeoutNs);
        }
        agent.bounds(plan.deadlineNs(), rules.maxAgeNs());
        parts.control().arm(rules);
        armed = true;
    }

    private void requireOfStandby() {
        if (standbyRule != null) {
            standbyRule.requireOfStandby(
                    plan.maxAgeNs(), parts.standby().model().name());
        }
    }

    private MaxAgeRule rule(Latency warmUp) {
        FrameSource source = parts.source();
        return MaxAgeRule.of(
                warmUp.percentile(P99),
                // A stream that does not state its rate has shown it by the end of the warm-up.
                source.framePeriodNs(),
                source.upstreamDelayNs(),
                plan.lossless(),
                plan.periodNs());
    }

    /** @return null before the end of the warm-up; any thread */
    MaxAgeRule rule() {
        return rule;
    }

    /** @return null before the end of the warm-up and without a standby; any thread */
    MaxAgeRule standbyRule() {
        return standbyRule;
    }

    /** @return ns, 0 before the end of the warm-up and without a standby; any thread */
    long hangTimeoutNs() {
        return hangTimeoutNs;
    }
}
