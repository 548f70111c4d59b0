package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.control.DriveCommand;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.SensorReadings;
import io.dronefleet.mavlink.common.Attitude;
import io.dronefleet.mavlink.common.LocalPositionNed;
import io.dronefleet.mavlink.common.MavFrame;
import io.dronefleet.mavlink.common.Odometry;
import io.dronefleet.mavlink.common.Timesync;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The autopilot's estimates in the frames of REP 103, at our times. */
class MavlinkSensorsTest {
    private static final long MS = 1_000_000;
    private static final long US = 1_000;
    /** The autopilot started this much before us. */
    private static final long AHEAD = 70_000 * MS;

    private final Peer vehicle = new Peer();
    private final FramingWire wire = new FramingWire(MavlinkOptions.parse("memory:"));
    private final MavlinkActuator<DriveCommand> rover = MavlinkRover.over(wire, MavlinkOptions.parse("memory:"));
    private final SensorReadings readings = new SensorReadings(
            rover.sensors().attitude(),
            rover.sensors().position(),
            rover.sensors().odometry());
    private long now = 5_000 * MS;

    @BeforeEach
    void prepare() {
        rover.prepare(SafePolicy.stop());
    }

    @AfterEach
    void close() {
        rover.close();
    }

    @Test
    void shouldTurnAttitudeIntoOurFrame() {
        compareClocks();
        hear(attitude(0.1f, 0.2f, 0.5f, now + AHEAD - 7 * MS));
        assertThat(readings.of("attitude").value("roll")).isEqualTo(0.1f);
        assertThat(readings.of("attitude").value("pitch")).isEqualTo(-0.2f);
        // North-east of north by 0.5 is 0.5 short of north, seen from east.
        assertThat(readings.of("attitude").value("yaw")).isCloseTo(Math.PI / 2 - 0.5, within(1e-7));
        assertThat(readings.of("attitude").value("rollRate")).isEqualTo(0.01f);
        assertThat(readings.of("attitude").value("pitchRate")).isEqualTo(-0.02f);
        assertThat(readings.of("attitude").value("yawRate")).isEqualTo(-0.03f);
        assertThat(readings.of("attitude").stampNs()).isEqualTo(now - 7 * MS);
    }

    @Test
    void shouldWrapYaw() {
        hear(attitude(0, 0, -3, now));
        assertThat(readings.of("attitude").value("yaw")).isCloseTo(Math.PI / 2 + 3 - 2 * Math.PI, within(1e-7));
    }

    @Test
    void shouldStampWithTheArrivalWhileTheClocksAreNotCompared() {
        hear(attitude(0, 0, 0, 123 * MS));
        assertThat(readings.of("attitude").stampNs()).isEqualTo(now);
    }

    @Test
    void shouldTurnLocalPositionIntoEastNorthUp() {
        compareClocks();
        hear(LocalPositionNed.builder()
                .timeBootMs((now + AHEAD) / MS - 20)
                .x(1)
                .y(2)
                .z(-3)
                .vx(4)
                .vy(5)
                .vz(6)
                .build());
        assertThat(values("position", "x", "y", "z", "vx", "vy", "vz")).containsExactly(2.0, 1.0, 3.0, 5.0, 4.0, -6.0);
        assertThat(readings.of("position").stampNs()).isEqualTo(now - 20 * MS);
    }

    @Test
    void shouldTurnOdometryIntoOurFrames() {
        compareClocks();
        hear(odometry(MavFrame.MAV_FRAME_LOCAL_NED, MavFrame.MAV_FRAME_BODY_FRD, (now + AHEAD - 3 * MS) / US, 1));
        assertThat(values("odometry", "x", "y", "z", "forward", "left", "up", "rollRate", "pitchRate", "yawRate"))
                .containsExactly(2.0, 1.0, -3.0, 4.0, -5.0, -6.0, 7.0, -8.0, -9.0);
        assertThat(readings.of("odometry").stampNs()).isEqualTo(now - 3 * MS);
    }

    @Test
    void shouldStampOdometryOfTheWallClockWithItsArrival() {
        compareClocks();
        hear(odometry(MavFrame.MAV_FRAME_LOCAL_NED, MavFrame.MAV_FRAME_BODY_FRD, 1_767_225_600_000_000L, 1));
        assertThat(readings.of("odometry").stampNs()).isEqualTo(now);
    }

    @Test
    void shouldNotReadOdometryOfOtherFrames() {
        hear(odometry(MavFrame.MAV_FRAME_LOCAL_FRD, MavFrame.MAV_FRAME_BODY_FRD, now / US, 1));
        assertThat(readings.of("odometry").isPresent()).isFalse();
    }

    @Test
    void shouldKeepTheOlderSetWhenANumberIsNotFinite() {
        hear(attitude(0.1f, 0, 0, now));
        long first = now;
        hear(attitude(Float.NaN, 0, 0, now));
        hear(odometry(MavFrame.MAV_FRAME_LOCAL_NED, MavFrame.MAV_FRAME_BODY_FRD, now / US, Float.POSITIVE_INFINITY));
        assertThat(readings.of("attitude").value("roll")).isEqualTo(0.1f);
        assertThat(readings.of("attitude").stampNs()).isEqualTo(first);
        assertThat(readings.of("odometry").isPresent()).isFalse();
    }

    private List<Double> values(String sensor, String... fields) {
        return java.util.Arrays.stream(fields)
                .map(f -> readings.of(sensor).value(f))
                .toList();
    }

    private void compareClocks() {
        rover.sendSafe(now);
        Timesync asked = Peer.only(Timesync.class, wire.take()).get(0);
        now += 4 * MS;
        hear(Peer.timesync(asked.ts1() + 2 * MS + AHEAD, asked.ts1(), 1, 191));
    }

    private void hear(Object message) {
        wire.deliver(vehicle.frame(message));
        rover.sendSafe(now);
        readings.take();
    }

    private static Attitude attitude(float roll, float pitch, float yaw, long bootNs) {
        return Attitude.builder()
                .timeBootMs(bootNs / MS)
                .roll(roll)
                .pitch(pitch)
                .yaw(yaw)
                .rollspeed(0.01f)
                .pitchspeed(0.02f)
                .yawspeed(0.03f)
                .build();
    }

    private static Odometry odometry(MavFrame pose, MavFrame twist, long timeUs, float x) {
        return Odometry.builder()
                .timeUsec(BigInteger.valueOf(timeUs))
                .frameId(pose)
                .childFrameId(twist)
                .x(x)
                .y(2)
                .z(3)
                .q(List.of(1f, 0f, 0f, 0f))
                .vx(4)
                .vy(5)
                .vz(6)
                .rollspeed(7)
                .pitchspeed(8)
                .yawspeed(9)
                .poseCovariance(Collections.nCopies(21, Float.NaN))
                .velocityCovariance(Collections.nCopies(21, Float.NaN))
                .build();
    }
}
