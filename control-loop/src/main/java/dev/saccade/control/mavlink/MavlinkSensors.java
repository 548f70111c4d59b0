package dev.saccade.control.mavlink;

import dev.saccade.control.SensorPort;
import java.nio.ByteBuffer;

/**
 * The autopilot's estimates as sensor ports, in the frames of REP 103: world east, north, up; body forward, left, up;
 * angles counter-clockwise. A message with a number that is not finite is not published: the port keeps its older set
 * with its older stamp. Written on the control thread, so that a loop may register the ports.
 */
public final class MavlinkSensors {
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_US = 1_000;
    /** Above this an ODOMETRY's time counts from 1970 rather than from the autopilot's start: 30 years. */
    private static final long SINCE_1970_US = 30L * 365 * 86_400 * 1_000_000;

    private static final int LOCAL_NED = 1;
    private static final int FRAME_ID = 228;
    private static final int CHILD_FRAME_ID = 229;
    private static final double QUARTER = Math.PI / 2;

    private final SensorPort attitude =
            SensorPort.named("attitude", "roll", "pitch", "yaw", "rollRate", "pitchRate", "yawRate");
    private final SensorPort position = SensorPort.named("position", "x", "y", "z", "vx", "vy", "vz");
    private final SensorPort odometry =
            SensorPort.named("odometry", "x", "y", "z", "forward", "left", "up", "rollRate", "pitchRate", "yawRate");
    private final ClockOffset clock;

    MavlinkSensors(ClockOffset clock) {
        this.clock = clock;
    }

    /**
     * From ATTITUDE.
     *
     * @return {@code attitude}: {@code roll}, {@code pitch} (positive nose down), {@code yaw} (0 is east, -pi to pi), rad;
     *     {@code rollRate}, {@code pitchRate}, {@code yawRate}, rad/s about the body's axes
     */
    public SensorPort attitude() {
        return attitude;
    }

    /**
     * From LOCAL_POSITION_NED.
     *
     * @return {@code position}: {@code x} east, {@code y} north, {@code z} up of the autopilot's origin, m; {@code vx},
     *     {@code vy}, {@code vz}, m/s
     */
    public SensorPort position() {
        return position;
    }

    /**
     * From ODOMETRY in MAV_FRAME_LOCAL_NED over MAV_FRAME_BODY_FRD, as autopilots send it; others are left unread.
     *
     * @return {@code odometry}: {@code x} east, {@code y} north, {@code z} up, m; {@code forward}, {@code left},
     *     {@code up}, m/s; {@code rollRate}, {@code pitchRate}, {@code yawRate}, rad/s
     */
    public SensorPort odometry() {
        return odometry;
    }

    void attitude(ByteBuffer m, int at, long nowNs) {
        if (!areFinite(m, at + 4, 6)) {
            return;
        }
        attitude.put(0, m.getFloat(at + 4))
                .put(1, 0.0 - m.getFloat(at + 8))
                .put(2, wrapped(QUARTER - m.getFloat(at + 12)))
                .put(3, m.getFloat(at + 16))
                .put(4, 0.0 - m.getFloat(at + 20))
                .put(5, 0.0 - m.getFloat(at + 24))
                .publish(clock.toLocal(bootMs(m, at), nowNs));
    }

    void localPosition(ByteBuffer m, int at, long nowNs) {
        if (!areFinite(m, at + 4, 6)) {
            return;
        }
        position.put(0, m.getFloat(at + 8))
                .put(1, m.getFloat(at + 4))
                .put(2, 0.0 - m.getFloat(at + 12))
                .put(3, m.getFloat(at + 20))
                .put(4, m.getFloat(at + 16))
                .put(5, 0.0 - m.getFloat(at + 24))
                .publish(clock.toLocal(bootMs(m, at), nowNs));
    }

    void odometry(ByteBuffer m, int at, long nowNs) {
        boolean understood = m.get(at + FRAME_ID) == LOCAL_NED && m.get(at + CHILD_FRAME_ID) == MavlinkWriter.BODY_FRD;
        if (!understood || !areFinite(m, at + 8, 3) || !areFinite(m, at + 36, 6)) {
            return;
        }
        long timeUs = m.getLong(at);
        odometry.put(0, m.getFloat(at + 12))
                .put(1, m.getFloat(at + 8))
                .put(2, 0.0 - m.getFloat(at + 16))
                .put(3, m.getFloat(at + 36))
                .put(4, 0.0 - m.getFloat(at + 40))
                .put(5, 0.0 - m.getFloat(at + 44))
                .put(6, m.getFloat(at + 48))
                .put(7, 0.0 - m.getFloat(at + 52))
                .put(8, 0.0 - m.getFloat(at + 56))
                .publish(timeUs >= 0 && timeUs < SINCE_1970_US ? clock.toLocal(timeUs * NS_PER_US, nowNs) : nowNs);
    }

    private static long bootMs(ByteBuffer m, int at) {
        return (m.getInt(at) & 0xFFFF_FFFFL) * NS_PER_MS;
    }

    private static boolean areFinite(ByteBuffer m, int at, int floats) {
        for (int i = 0; i < floats; i++) {
            if (!Float.isFinite(m.getFloat(at + Float.BYTES * i))) {
                return false;
            }
        }
        return true;
    }

    private static double wrapped(double angle) {
        return StrictMath.IEEEremainder(angle, 2 * Math.PI);
    }
}
