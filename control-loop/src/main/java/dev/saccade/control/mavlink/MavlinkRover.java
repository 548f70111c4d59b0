package dev.saccade.control.mavlink;

import dev.saccade.control.DriveCommand;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.Wire;

/**
 * A ground vehicle that speaks MAVLink and takes {@link DriveCommand}s. Speed is forward velocity in the body's frame;
 * the turn rate changes its sign, since MAVLink turns clockwise. The same command steers a multirotor at its height.
 */
public final class MavlinkRover {
    private static final double DEFAULT_HZ = 100;

    private MavlinkRover() {}

    /**
     * Opens a vehicle; a rover unless its address says {@code vehicle=copter}, guarded by the gate with the bounds of a loop at 100 Hz.
     *
     * @param address as {@link MavlinkOptions#parse} reads it
     * @return the vehicle, owned by the caller
     * @throws dev.saccade.control.LoopConfigurationException when the address is wrong
     * @throws dev.saccade.control.wire.WireException when its wire cannot be opened
     */
    public static MavlinkActuator<DriveCommand> open(String address) {
        return open(address, WireFactory.gated(GateBounds.atRate(DEFAULT_HZ)));
    }

    /**
     * Opens a vehicle; a rover unless its address says {@code vehicle=copter}.
     *
     * @param address as {@link MavlinkOptions#parse} reads it
     * @param wires opens its wire
     * @return the vehicle, owned by the caller
     * @throws dev.saccade.control.LoopConfigurationException when the address is wrong or there is no such place
     */
    public static MavlinkActuator<DriveCommand> open(String address, WireFactory wires) {
        MavlinkOptions options = MavlinkOptions.parse(address);
        return over(wires.open(options), options);
    }

    /**
     * Takes a vehicle on a wire that is open.
     *
     * @param wire closed with the actuator
     * @param options that the wire was opened with
     * @return the vehicle, owned by the caller
     */
    public static MavlinkActuator<DriveCommand> over(Wire wire, MavlinkOptions options) {
        return new MavlinkActuator<>(new Drive(), wire, options);
    }

    static final class Drive implements Vehicle<DriveCommand> {
        @Override
        public DriveCommand newCommand() {
            return new DriveCommand();
        }

        @Override
        public void write(
                DriveCommand command, long timeNs, Autopilot pilot, MavlinkWriter writer, MessageBatch batch) {
            writer.velocity(batch, timeNs, (float) command.speed(), 0, 0, (float) (0.0 - command.yawRate()));
        }
    }
}
