package dev.saccade.control.wire;

import java.time.Duration;

/**
 * How long a gate waits for a program. A command that has expired is followed by silence until the next tick could have
 * come, and then by the safe plan; a program that says nothing is followed by it whatever it said was valid.
 *
 * @param periodNs from tick to tick: the rate at which the gate sends the safe plan
 * @param stallNs longest time without a send
 * @param graceNs least time from a command to the next send, for commands whose validity is shorter
 */
public record GateBounds(long periodNs, long stallNs, long graceNs) {
    private static final long LEAST_PERIOD_NS = 100_000;
    private static final long MOST_PERIOD_NS = 10_000_000_000L;
    private static final double LEAST_HZ = 0.1;
    private static final double MOST_HZ = 10_000;
    private static final int STALL_PERIODS = 10;
    private static final long LEAST_STALL_NS = 100_000_000;
    private static final int GRACE_PERIODS = 2;

    /**
     * Checks the bounds.
     *
     * @param periodNs from tick to tick, 0.1 ms to 10 s
     * @param stallNs at least the period
     * @param graceNs at least 0
     * @throws WireException when a gate would refuse them
     */
    public GateBounds {
        if (periodNs < LEAST_PERIOD_NS || periodNs > MOST_PERIOD_NS) {
            throw refusal("period of " + periodNs + " ns is outside 0.1 ms to 10 s");
        }
        if (stallNs < periodNs) {
            throw refusal("stall bound of " + stallNs + " ns is below the period of " + periodNs
                    + " ns: every tick would be a stall; raise it");
        }
        if (graceNs < 0) {
            throw refusal("grace of " + graceNs + " ns is negative; give 0 or more");
        }
    }

    /**
     * The bounds that follow from a rate: a stall is 10 periods and at least 100 ms, the grace 2 periods.
     *
     * @param hz ticks a second
     * @return the bounds
     * @throws WireException when the rate is outside 0.1 to 10,000 Hz
     */
    public static GateBounds atRate(double hz) {
        if (!(hz >= LEAST_HZ && hz <= MOST_HZ)) {
            throw refusal("rate of " + hz + " Hz is outside " + LEAST_HZ + " to " + MOST_HZ + "; give one within");
        }
        long periodNs = Math.round(1e9 / hz);
        return new GateBounds(periodNs, Math.max(LEAST_STALL_NS, STALL_PERIODS * periodNs), GRACE_PERIODS * periodNs);
    }

    /**
     * The same with another stall bound.
     *
     * @param bound longest time without a send
     * @return the bounds
     */
    public GateBounds stall(Duration bound) {
        return new GateBounds(periodNs, bound.toNanos(), graceNs);
    }

    private static WireException refusal(String line) {
        return new WireException(WireException.Kind.USAGE, "gate: " + line);
    }
}
