package dev.saccade.cli.sim;

import dev.saccade.control.Actuator;
import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import dev.saccade.control.VelocityCommand;
import dev.saccade.control.mode.Mode;

/** Takes the loop's commands to the simulated drone and keeps a record of every tick. One thread. */
final class SimulatedDrone implements Actuator<VelocityCommand> {
    private final Airspace airspace;
    private final LandingPilot pilot;
    private final FlightLog log;
    private long holdNs;
    private long safeSinceNs = -1;

    SimulatedDrone(Airspace airspace, LandingPilot pilot, FlightLog log) {
        this.airspace = airspace;
        this.pilot = pilot;
        this.log = log;
    }

    @Override
    public String name() {
        return "simulated drone";
    }

    @Override
    public VelocityCommand newCommand() {
        return new VelocityCommand();
    }

    @Override
    public void prepare(SafePolicy policy) {
        if (policy.kind() != SafePolicy.Kind.HOLD_THEN_SILENCE) {
            throw new LoopConfigurationException(
                    "the simulated drone cannot " + policy.kind() + "; use holdThenSilence");
        }
        holdNs = policy.holdNs();
    }

    @Override
    public int send(VelocityCommand command, TickInput in) {
        airspace.moveTo(in.timeNs());
        safeSinceNs = -1;
        airspace.drone.command(command);
        if (pilot.isGivenUp()) {
            airspace.end(Ending.GIVEN_UP);
        }
        log.add(in, command, airspace, pilot);
        return SENT;
    }

    @Override
    public int sendSafe(TickInput in) {
        airspace.moveTo(in.timeNs());
        airspace.drone.hover();
        if (in.mode() == Mode.SAFE && safeSinceNs < 0) {
            safeSinceNs = in.timeNs();
        }
        if (safeSinceNs >= 0 && in.timeNs() - safeSinceNs >= holdNs) {
            airspace.end(Ending.HANDED_OVER);
        }
        log.add(in, null, airspace, pilot);
        return SENT;
    }

    @Override
    public String lastError() {
        return "";
    }

    @Override
    public void close() {}
}
