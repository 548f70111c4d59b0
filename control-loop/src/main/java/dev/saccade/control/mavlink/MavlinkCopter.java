package dev.saccade.control.mavlink;

import dev.saccade.control.VelocityCommand;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.Wire;

/**
 * A multirotor that speaks MAVLink and takes {@link VelocityCommand}s: velocity and turn rate in the body's frame (left
 * and up change their signs, since MAVLink says right and down, and so does the turn), with LANDING_TARGET and
 * OBSTACLE_DISTANCE in the batch of each tick whose command has them.
 */
public final class MavlinkCopter {
    private static final double DEFAULT_HZ = 100;

    private MavlinkCopter() {}

    /**
     * Opens a multirotor, guarded by the gate with the bounds of a loop at 100 Hz.
     *
     * @param address as {@link MavlinkOptions#parse} reads it
     * @return the vehicle, owned by the caller
     * @throws dev.saccade.control.LoopConfigurationException when the address is wrong
     * @throws dev.saccade.control.wire.WireException when its wire cannot be opened
     */
    public static MavlinkActuator<VelocityCommand> open(String address) {
        return open(address, WireFactory.gated(GateBounds.atRate(DEFAULT_HZ)));
    }

    /**
     * Opens a multirotor.
     *
     * @param address as {@link MavlinkOptions#parse} reads it
     * @param wires opens its wire
     * @return the vehicle, owned by the caller
     * @throws dev.saccade.control.LoopConfigurationException when the address is wrong or there is no such place
     */
    public static MavlinkActuator<VelocityCommand> open(String address, WireFactory wires) {
        MavlinkOptions options = MavlinkOptions.parse(address);
        return over(wires.open(options), options);
    }

    /**
     * Takes a multirotor on a wire that is open.
     *
     * @param wire closed with the actuator
     * @param options that the wire was opened with
     * @return the vehicle, owned by the caller
     */
    public static MavlinkActuator<VelocityCommand> over(Wire wire, MavlinkOptions options) {
        return new MavlinkActuator<>(new Velocity(options.sectors()), wire, options.multirotor(true));
    }

    private static final class Velocity implements Vehicle<VelocityCommand> {
        private final ObstacleSectors sectors;
        private final int[] distances;

        Velocity(ObstacleSectors sectors) {
            this.sectors = sectors;
            distances = new int[sectors.count()];
        }

        @Override
        public VelocityCommand newCommand() {
            return new VelocityCommand(sectors.count());
        }

        @Override
        public void write(
                VelocityCommand command, long timeNs, Autopilot pilot, MavlinkWriter writer, MessageBatch batch) {
            writer.velocity(
                    batch,
                    timeNs,
                    (float) command.forward(),
                    (float) (0.0 - command.left()),
                    (float) (0.0 - command.up()),
                    (float) (0.0 - command.yawRate()));
            // The form depends on who reads it.
            if (command.hasLandingTarget() && pilot.isKnown()) {
                writer.landingTarget(
                        batch,
                        timeNs,
                        (float) command.targetForward(),
                        (float) (0.0 - command.targetLeft()),
                        (float) (0.0 - command.targetUp()),
                        pilot.make() != Autopilot.PX4);
            }
            if (fillDistances(command)) {
                writer.obstacleDistance(
                        batch,
                        timeNs,
                        distances,
                        distances.length,
                        sectors.leastCm(),
                        sectors.mostCm(),
                        sectors.firstDegrees(),
                        sectors.stepDegrees());
            }
        }

        /** @return whether anything is known */
        private boolean fillDistances(VelocityCommand command) {
            boolean known = false;
            for (int i = 0; i < distances.length; i++) {
                distances[i] = sectors.centimetres(command.obstacle(i));
                known |= distances[i] != MavlinkWriter.UNKNOWN_DISTANCE;
            }
            return known;
        }
    }
}
