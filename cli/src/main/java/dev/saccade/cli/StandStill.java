package dev.saccade.cli;

import dev.saccade.control.ControlLaw;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.Seen;
import dev.saccade.control.TickInput;

/** Looks and stays: the controller for models that see nothing a vehicle should slow for. */
final class StandStill implements ControlLaw<DriveCommand> {
    @Override
    public void decide(Seen seen, TickInput in, DriveCommand command) {
        command.speed(0);
        command.yawRate(0);
    }
}
