package dev.saccade.control.mavlink;

/** The messages of MAVLink's common dialect that are spoken or understood here. */
public enum MavlinkMessage {
    /** Who is there, and in which mode; both ways. */
    HEARTBEAT(0, 50),
    /** Attitude and its rates; in. */
    ATTITUDE(30, 39),
    /** Position and velocity in the local frame; in. */
    LOCAL_POSITION_NED(32, 185),
    /** A command with seven numbers; out. */
    COMMAND_LONG(76, 152),
    /** A set-point in position, velocity or acceleration; out. */
    SET_POSITION_TARGET_LOCAL_NED(84, 143),
    /** A clock comparison; both ways. */
    TIMESYNC(111, 34),
    /** Where to land; out. */
    LANDING_TARGET(149, 200),
    /** Distances around the vehicle; out. */
    OBSTACLE_DISTANCE(330, 23),
    /** Pose and twist; in. */
    ODOMETRY(331, 91);

    private final int id;
    private final int crcSeed;

    MavlinkMessage(int id, int crcSeed) {
        this.id = id;
        this.crcSeed = crcSeed;
    }

    /** @return its number in the protocol */
    public int id() {
        return id;
    }

    /** @return its CRC_EXTRA, a sum over its fields that both sides must share */
    public int crcSeed() {
        return crcSeed;
    }
}
