package dev.saccade.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Applies {@link CommandLimits} to the commands of one vehicle. The slew rate is taken against the command sent at the
 * tick before and one period, however late the tick is, so that a stall never allows a jump. Control thread.
 */
final class CommandLimiter {
    private final double[] low;
    private final double[] high;
    private final double[] step;
    private final double[] last;

    CommandLimiter(CommandLimits limits, Command command, long periodNs) {
        int axes = command.axes();
        low = new double[axes];
        high = new double[axes];
        step = new double[axes];
        last = new double[axes];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            names.add(command.axis(i));
            CommandLimits.Limit limit = limits.limit(command.axis(i));
            low[i] = limit.low();
            high[i] = limit.high();
            step[i] = limit.slew() * (periodNs / 1e9);
        }
        for (String axis : limits.byAxis().keySet()) {
            if (!names.contains(axis)) {
                throw new LoopConfigurationException(
                        "limits: this vehicle has no axis '" + axis + "'; its axes: " + String.join(", ", names));
            }
        }
    }

    /** @return the first axis that is NaN or infinite, -1 when the command is sound */
    static int unsoundAxis(Command command) {
        for (int i = 0; i < command.axes(); i++) {
            if (!Double.isFinite(command.value(i))) {
                return i;
            }
        }
        return -1;
    }

    /** @return whether any axis was changed */
    boolean apply(Command command) {
        boolean changed = false;
        for (int i = 0; i < last.length; i++) {
            double wanted = command.value(i);
            double value = Math.max(low[i], Math.min(high[i], wanted));
            value = Math.max(last[i] - step[i], Math.min(last[i] + step[i], value));
            last[i] = value;
            if (value != wanted) {
                command.value(i, value);
                changed = true;
            }
        }
        return changed;
    }

    /** The safe command was sent: the next command slews from 0. */
    void reset() {
        java.util.Arrays.fill(last, 0);
    }
}
