package dev.saccade.cli;

import dev.saccade.control.Actuator;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.actuator.NullActuator;
import dev.saccade.control.actuator.PrintActuator;
import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.control.mavlink.MavlinkOptions;
import dev.saccade.control.mavlink.MavlinkRover;
import dev.saccade.control.wire.DirectWire;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.GatedWire;
import dev.saccade.control.wire.Wire;
import dev.saccade.control.wire.WireException;
import dev.saccade.control.wire.WireIdentity;
import dev.saccade.time.MonotonicClock;
import java.time.Duration;

/** Opens what {@code --actuator} names, its wire as {@code --gate} says, and tells afterwards who guarded it. One thread. */
final class Outlet {
    static final String PROCESS = "process";
    static final String NONE = "none";
    static final String REQUIRED = "required";
    private static final String MAVLINK = "mavlink:";

    private final String gate;
    private final boolean rearms;
    private final double rateHz;
    private final Duration stall;
    private String state = "not covered by the gate: this outlet has no wire";

    Outlet(RunOptions options) {
        gate = options.gate;
        rearms = options.rearm;
        rateHz = options.rateHz;
        stall = options.stall;
    }

    boolean isGateRequired() {
        return gate.equals(REQUIRED);
    }

    /** Who guards the outlet, in words. */
    String gate() {
        return state;
    }

    Actuator<DriveCommand> open(String actuator) throws CommandException {
        if (actuator.equals("print")) {
            return PrintActuator.drive();
        }
        if (actuator.equals("none")) {
            return NullActuator.drive();
        }
        if (actuator.startsWith("udp://")) {
            return UdpJsonActuator.over(wire(actuator, WireIdentity.NONE), DriveCommand::new);
        }
        if (actuator.startsWith(MAVLINK)) {
            MavlinkOptions options = MavlinkOptions.parse(actuator.substring(MAVLINK.length()));
            return MavlinkRover.over(wire(options.transport(), options.identity()), options);
        }
        throw new CommandException(
                ExitCode.USAGE,
                "--actuator " + actuator + ": use print, none, udp://HOST:PORT, mavlink:udp://HOST:PORT or"
                        + " mavlink:serial:DEVICE");
    }

    private Wire wire(String uri, WireIdentity identity) throws CommandException {
        try {
            if (gate.equals(NONE)) {
                state = "not covered by the gate: --gate none";
                return DirectWire.open(uri, identity, MonotonicClock.SYSTEM);
            }
            return gated(uri, identity);
        } catch (WireException e) {
            int code =
                    switch (e.kind()) {
                        case USAGE -> ExitCode.USAGE;
                        case DEVICE -> ExitCode.NO_DEVICE;
                        case HELD, NO_GATE -> ExitCode.BAD_INPUT;
                    };
            throw new CommandException(code, "--actuator " + e.getMessage(), e);
        }
    }

    private Wire gated(String uri, WireIdentity identity) throws CommandException {
        GateBounds byRate = GateBounds.atRate(rateHz);
        GateBounds bounds = stall == null ? byRate : byRate.stall(stall);
        GatedWire wire;
        try {
            wire = GatedWire.open(uri, bounds, identity);
        } catch (WireException e) {
            if (e.kind() != WireException.Kind.NO_GATE || isGateRequired()) {
                throw e;
            }
            state = "not covered by the gate: " + e.getMessage();
            System.err.println("saccade: " + state);
            return DirectWire.open(uri, identity, MonotonicClock.SYSTEM);
        }
        if (wire.isLatched()) {
            if (!rearms) {
                long pid = wire.gatePid();
                wire.leave();
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        "--actuator " + uri + ": its gate (process " + pid + ") keeps the vehicle safe since an earlier"
                                + " program failed; once the cause is removed, add --rearm, or end the gate: kill "
                                + pid);
            }
            wire.rearm();
        }
        state = "process " + wire.gatePid() + (wire.refused().isEmpty() ? "" : "; " + wire.refused());
        return wire;
    }
}
