package dev.saccade.control;

import java.time.Duration;
import java.util.Locale;

/**
 * What SAFE means for a vehicle. An actuator takes it before the loop starts and refuses a policy that it cannot carry
 * out.
 *
 * @param kind what to do
 * @param holdNs how long to stand still first, ns; 0 where the kind does not hold
 */
public record SafePolicy(Kind kind, long holdNs) {
    /** Ways of being safe. */
    public enum Kind {
        /** Stand still: every axis 0, sent at the loop's rate. */
        STOP,
        /** Stand still for a time, then land. */
        HOLD_THEN_LAND,
        /** Stand still for a time, then send nothing, so that the autopilot's own fail-safe acts. */
        HOLD_THEN_SILENCE,
        /** Give the vehicle back to its autopilot at once. */
        HAND_OVER
    }

    /** @return stand still; for ground vehicles */
    public static SafePolicy stop() {
        return new SafePolicy(Kind.STOP, 0);
    }

    /**
     * Hover, then land; for multirotors.
     *
     * @param hold how long to hover
     * @return the policy
     */
    public static SafePolicy holdThenLand(Duration hold) {
        return new SafePolicy(Kind.HOLD_THEN_LAND, hold.toNanos());
    }

    /**
     * Hover, then fall silent; for multirotors whose autopilot has a fail-safe of its own. A safe set-point streamed for
     * ever would count as proof of life there.
     *
     * @param hold how long to hover
     * @return the policy
     */
    public static SafePolicy holdThenSilence(Duration hold) {
        return new SafePolicy(Kind.HOLD_THEN_SILENCE, hold.toNanos());
    }

    /** @return give the vehicle back at once; for fixed wing, which cannot hold */
    public static SafePolicy handOver() {
        return new SafePolicy(Kind.HAND_OVER, 0);
    }

    /** @return in words */
    public String text() {
        String hold = String.format(Locale.ROOT, "hold for %.1f s, then ", holdNs / 1e9);
        return switch (kind) {
            case STOP -> "stop";
            case HOLD_THEN_LAND -> hold + "land";
            case HOLD_THEN_SILENCE -> hold + "fall silent";
            case HAND_OVER -> "hand over";
        };
    }
}
