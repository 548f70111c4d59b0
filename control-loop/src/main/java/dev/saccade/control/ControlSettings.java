package dev.saccade.control;

import java.util.List;

/**
 * What one control agent runs with.
 *
 * @param periodNs from tick to tick
 * @param upstreamDelayNs worst delay before the capture stamp; counts into every age
 * @param law commands from perception
 * @param degraded commands without it, or null: then the safe command is sent
 * @param limits of the controller's commands
 * @param sensors registered ports
 * @param actuator prepared with the safe policy
 * @param warmTicks NOMINAL ticks before allocation is measured
 * @param tolerances what the loop puts up with
 */
record ControlSettings<C extends Command>(
        long periodNs,
        long upstreamDelayNs,
        ControlLaw<C> law,
        DegradedLaw<C> degraded,
        CommandLimits limits,
        List<SensorPort> sensors,
        Actuator<C> actuator,
        long warmTicks,
        Tolerances tolerances) {}
