package dev.saccade.control;

/**
 * Commands from what was seen. Called on the control thread at every NOMINAL tick; it must not block and should not
 * allocate. What it takes only from its arguments replays byte for byte.
 *
 * @param <C> the vehicle's command
 */
@FunctionalInterface
public interface ControlLaw<C extends Command> {
    /**
     * Fills in a command.
     *
     * @param seen a perception that is fresh at this tick; valid during the call only
     * @param in the tick's inputs; valid during the call only
     * @param command every axis 0, to be filled in
     */
    void decide(Seen seen, TickInput in, C command);
}
