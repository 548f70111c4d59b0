package dev.saccade.control.mavlink;

import dev.saccade.control.wire.MessageBatch;

/**
 * Writes messages into a batch, fields in the order of the wire (by size, extensions last), each to one target. Nothing
 * allocates after the constructor; one thread. Numbers must be finite: the actuator looks at them before.
 */
public final class MavlinkWriter {
    /** Ignore everything but velocity and yaw rate. Zero would command the position (0, 0, 0). */
    public static final int VELOCITY_AND_YAW_RATE = 0x5C7;
    /** Most distances of an OBSTACLE_DISTANCE. */
    public static final int SECTORS = 72;
    /** A distance that is not known. */
    public static final int UNKNOWN_DISTANCE = 0xFFFF;

    /** MAV_FRAME_BODY_NED: forward, right, down, level with the ground. */
    static final int BODY_NED = 8;
    /** MAV_FRAME_BODY_FRD: forward, right, down of the vehicle itself. */
    static final int BODY_FRD = 12;
    /** MAV_STATE_STANDBY, MAV_STATE_ACTIVE, MAV_STATE_CRITICAL. */
    static final int STANDBY = 3;

    static final int ACTIVE = 4;
    static final int CRITICAL = 5;
    /** MAV_CMD_NAV_LAND. */
    static final int NAV_LAND = 21;

    private static final int ONBOARD_CONTROLLER = 18;
    private static final int NO_AUTOPILOT = 8;
    private static final int VERSION = 3;
    private static final int UNKNOWN_SENSOR = 4;
    private static final int OTHER_MARKER = 0;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;

    private final int targetSystem;
    private final int targetComponent;

    /**
     * Makes a writer.
     *
     * @param targetSystem system id of the vehicle
     * @param targetComponent component id of its autopilot
     */
    public MavlinkWriter(int targetSystem, int targetComponent) {
        this.targetSystem = targetSystem;
        this.targetComponent = targetComponent;
    }

    /**
     * HEARTBEAT of an on-board computer.
     *
     * @param batch to write to
     * @param state a MAV_STATE: 3 standing by, 4 steering, 5 carrying out the safe policy
     */
    public void heartbeat(MessageBatch batch, int state) {
        begin(batch, MavlinkMessage.HEARTBEAT)
                .u32(0)
                .u8(ONBOARD_CONTROLLER)
                .u8(NO_AUTOPILOT)
                .u8(0)
                .u8(state)
                .u8(VERSION)
                .end();
    }

    /**
     * SET_POSITION_TARGET_LOCAL_NED with velocity and yaw rate in MAV_FRAME_BODY_NED.
     *
     * @param batch to write to
     * @param timeNs of this set-point, monotonic
     * @param forward m/s
     * @param right m/s
     * @param down m/s
     * @param yawRate rad/s, positive clockwise seen from above
     */
    public void velocity(MessageBatch batch, long timeNs, float forward, float right, float down, float yawRate) {
        begin(batch, MavlinkMessage.SET_POSITION_TARGET_LOCAL_NED).u32((int) (timeNs / NS_PER_MS));
        zeros(batch, 3);
        batch.f32(forward).f32(right).f32(down);
        zeros(batch, 4);
        batch.f32(yawRate)
                .u16(VELOCITY_AND_YAW_RATE)
                .u8(targetSystem)
                .u8(targetComponent)
                .u8(BODY_NED)
                .end();
    }

    /**
     * LANDING_TARGET with angles as a camera that looks down sees them (x to the right, y to the rear) and, where asked
     * for, the position in MAV_FRAME_BODY_FRD.
     *
     * @param batch to write to
     * @param timeNs when it was seen, monotonic
     * @param forward m
     * @param right m
     * @param down m
     * @param withPosition ArduPilot reads the position; PX4 refuses one in this frame and reads the angles
     */
    public void landingTarget(
            MessageBatch batch, long timeNs, float forward, float right, float down, boolean withPosition) {
        double distance = Math.sqrt((double) forward * forward + (double) right * right + (double) down * down);
        begin(batch, MavlinkMessage.LANDING_TARGET)
                .u64(timeNs / NS_PER_US)
                .f32((float) StrictMath.atan2(right, down))
                .f32((float) StrictMath.atan2(0.0 - forward, down))
                .f32((float) distance);
        zeros(batch, 2);
        batch.u8(0).u8(BODY_FRD);
        batch.f32(withPosition ? forward : 0).f32(withPosition ? right : 0).f32(withPosition ? down : 0);
        batch.f32(1);
        zeros(batch, 3);
        batch.u8(OTHER_MARKER).u8(withPosition ? 1 : 0).end();
    }

    /**
     * OBSTACLE_DISTANCE in MAV_FRAME_BODY_FRD.
     *
     * @param batch to write to
     * @param timeNs when it was seen, monotonic
     * @param distances cm, clockwise; {@link #UNKNOWN_DISTANCE} where nothing is known, above the most where free
     * @param count how many of them, at most {@link #SECTORS}
     * @param leastCm least distance that can be told
     * @param mostCm greatest one
     * @param firstDegrees direction of the first, clockwise from ahead
     * @param stepDegrees from one to the next
     */
    public void obstacleDistance(
            MessageBatch batch,
            long timeNs,
            int[] distances,
            int count,
            int leastCm,
            int mostCm,
            float firstDegrees,
            float stepDegrees) {
        begin(batch, MavlinkMessage.OBSTACLE_DISTANCE).u64(timeNs / NS_PER_US);
        for (int i = 0; i < SECTORS; i++) {
            batch.u16(i < count ? distances[i] : UNKNOWN_DISTANCE);
        }
        batch.u16(leastCm)
                .u16(mostCm)
                .u8(UNKNOWN_SENSOR)
                .u8(Math.round(stepDegrees))
                .f32(stepDegrees)
                .f32(firstDegrees)
                .u8(BODY_FRD)
                .end();
    }

    /**
     * COMMAND_LONG without parameters.
     *
     * @param batch to write to
     * @param command a MAV_CMD
     */
    public void command(MessageBatch batch, int command) {
        begin(batch, MavlinkMessage.COMMAND_LONG);
        zeros(batch, 7);
        batch.u16(command).u8(targetSystem).u8(targetComponent).u8(0).end();
    }

    /**
     * TIMESYNC: a request, or the answer to one.
     *
     * @param batch to write to
     * @param answerNs the answering clock, 0 in a request
     * @param askedNs the asking clock
     */
    public void timesync(MessageBatch batch, long answerNs, long askedNs) {
        begin(batch, MavlinkMessage.TIMESYNC)
                .u64(answerNs)
                .u64(askedNs)
                .u8(targetSystem)
                .u8(targetComponent)
                .end();
    }

    private static MessageBatch begin(MessageBatch batch, MavlinkMessage message) {
        return batch.begin(message.id(), message.crcSeed());
    }

    private static void zeros(MessageBatch batch, int floats) {
        for (int i = 0; i < floats; i++) {
            batch.f32(0);
        }
    }
}
