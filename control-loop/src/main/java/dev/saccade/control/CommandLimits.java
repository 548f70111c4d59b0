package dev.saccade.control;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ranges and slew rates of a controller's commands, by axis. Immutable. The safe command is not limited: a stop is
 * immediate.
 */
public final class CommandLimits {
    private static final CommandLimits NONE = new CommandLimits(Map.of());

    private final Map<String, Limit> limits;

    private CommandLimits(Map<String, Limit> limits) {
        this.limits = limits;
    }

    /** @return no limits */
    public static CommandLimits none() {
        return NONE;
    }

    /**
     * Adds a range.
     *
     * @param axis its name
     * @param low least value
     * @param high greatest value, not below {@code low}
     * @return limits with that range
     */
    public CommandLimits range(String axis, double low, double high) {
        if (!(low <= high)) {
            throw new LoopConfigurationException("limits of axis '" + axis + "': range " + low + " to " + high
                    + " is empty; give the lower one first");
        }
        return with(axis, new Limit(low, high, limit(axis).slew));
    }

    /**
     * Adds a slew rate.
     *
     * @param axis its name
     * @param perSecond greatest change per second, positive
     * @return limits with that rate
     */
    public CommandLimits slew(String axis, double perSecond) {
        if (!(perSecond > 0)) {
            throw new LoopConfigurationException(
                    "limits of axis '" + axis + "': slew rate " + perSecond + " per second must be positive");
        }
        return with(axis, new Limit(limit(axis).low, limit(axis).high, perSecond));
    }

    Map<String, Limit> byAxis() {
        return limits;
    }

    Limit limit(String axis) {
        return limits.getOrDefault(axis, Limit.FREE);
    }

    private CommandLimits with(String axis, Limit limit) {
        Map<String, Limit> all = new LinkedHashMap<>(limits);
        all.put(axis, limit);
        return new CommandLimits(Map.copyOf(all));
    }

    record Limit(double low, double high, double slew) {
        static final Limit FREE =
                new Limit(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
