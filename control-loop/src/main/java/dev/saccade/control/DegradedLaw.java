package dev.saccade.control;

/**
 * Commands without perception. Called on the control thread at every DEGRADED tick, under the terms of
 * {@link ControlLaw}.
 *
 * @param <C> the vehicle's command
 */
@FunctionalInterface
public interface DegradedLaw<C extends Command> {
    /**
     * Fills in a command.
     *
     * @param in the tick's inputs; valid during the call only
     * @param command every axis 0, to be filled in
     */
    void decide(TickInput in, C command);
}
