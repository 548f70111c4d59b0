package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.wire.MessageBatch;
import io.dronefleet.mavlink.MavlinkMessage;
import io.dronefleet.mavlink.common.CommandLong;
import io.dronefleet.mavlink.common.LandingTarget;
import io.dronefleet.mavlink.common.LandingTargetType;
import io.dronefleet.mavlink.common.MavCmd;
import io.dronefleet.mavlink.common.MavDistanceSensor;
import io.dronefleet.mavlink.common.MavFrame;
import io.dronefleet.mavlink.common.ObstacleDistance;
import io.dronefleet.mavlink.common.SetPositionTargetLocalNed;
import io.dronefleet.mavlink.common.Timesync;
import io.dronefleet.mavlink.minimal.Heartbeat;
import io.dronefleet.mavlink.minimal.MavAutopilot;
import io.dronefleet.mavlink.minimal.MavState;
import io.dronefleet.mavlink.minimal.MavType;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every message with all its fields, read by another library. */
class MavlinkWriterTest {
    private static final long TIME_NS = 1_234_567_891_234L;

    private final MavlinkWriter writer = new MavlinkWriter(42, 7);
    private final MessageBatch batch = new MessageBatch(1024);
    private final MavlinkOptions options = MavlinkOptions.parse("memory:?target=42&system=9&component=191");
    private final FramingWire wire = new FramingWire(options);

    @AfterEach
    void close() {
        batch.close();
        wire.close();
    }

    @Test
    void shouldWriteHeartbeat() {
        MavlinkMessage<?> message = sent(b -> writer.heartbeat(b, 4));
        assertThat(message.getOriginSystemId()).isEqualTo(9);
        assertThat(message.getOriginComponentId()).isEqualTo(191);
        Heartbeat read = (Heartbeat) message.getPayload();
        assertThat(read.type().entry()).isEqualTo(MavType.MAV_TYPE_ONBOARD_CONTROLLER);
        assertThat(read.autopilot().entry()).isEqualTo(MavAutopilot.MAV_AUTOPILOT_INVALID);
        assertThat(read.baseMode().value()).isZero();
        assertThat(read.customMode()).isZero();
        assertThat(read.systemStatus().entry()).isEqualTo(MavState.MAV_STATE_ACTIVE);
        assertThat(read.mavlinkVersion()).isEqualTo(3);
    }

    @Test
    void shouldWriteVelocitySetPoint() {
        SetPositionTargetLocalNed read =
                (SetPositionTargetLocalNed) sent(b -> writer.velocity(b, TIME_NS, 1.5f, -2.5f, 0.25f, -0.75f))
                        .getPayload();
        assertThat(read.timeBootMs()).isEqualTo(1_234_567);
        assertThat(read.targetSystem()).isEqualTo(42);
        assertThat(read.targetComponent()).isEqualTo(7);
        // MAV_FRAME_BODY_NED: deprecated in the dialect, the one that both autopilots take.
        assertThat(read.coordinateFrame().value()).isEqualTo(8);
        assertThat(read.typeMask().value()).isEqualTo(0x5C7);
        assertThat(List.of(read.x(), read.y(), read.z())).containsOnly(0f);
        assertThat(List.of(read.vx(), read.vy(), read.vz())).containsExactly(1.5f, -2.5f, 0.25f);
        assertThat(List.of(read.afx(), read.afy(), read.afz(), read.yaw())).containsOnly(0f);
        assertThat(read.yawRate()).isEqualTo(-0.75f);
    }

    @Test
    void shouldWriteLandingTargetWithItsPosition() {
        LandingTarget read = (LandingTarget)
                sent(b -> writer.landingTarget(b, TIME_NS, 2, -4, 4, true)).getPayload();
        assertThat(read.timeUsec().longValueExact()).isEqualTo(1_234_567_891L);
        assertThat(read.targetNum()).isZero();
        assertThat(read.frame().entry()).isEqualTo(MavFrame.MAV_FRAME_BODY_FRD);
        assertThat(read.angleX()).isEqualTo((float) (-Math.PI / 4));
        assertThat(read.angleY()).isEqualTo((float) StrictMath.atan2(-2, 4));
        assertThat(read.distance()).isEqualTo(6);
        assertThat(List.of(read.sizeX(), read.sizeY())).containsOnly(0f);
        assertThat(List.of(read.x(), read.y(), read.z())).containsExactly(2f, -4f, 4f);
        assertThat(read.q()).containsExactly(1f, 0f, 0f, 0f);
        assertThat(read.type().entry()).isEqualTo(LandingTargetType.LANDING_TARGET_TYPE_LIGHT_BEACON);
        assertThat(read.positionValid()).isEqualTo(1);
    }

    @Test
    void shouldWriteLandingTargetWithAnglesAlone() {
        LandingTarget read = (LandingTarget)
                sent(b -> writer.landingTarget(b, TIME_NS, 2, -4, 4, false)).getPayload();
        assertThat(read.positionValid()).isZero();
        assertThat(List.of(read.x(), read.y(), read.z())).containsOnly(0f);
        assertThat(read.angleX()).isEqualTo((float) (-Math.PI / 4));
        assertThat(read.distance()).isEqualTo(6);
    }

    @Test
    void shouldWriteObstacleDistance() {
        int[] distances = {120, 0xFFFF, 2001};
        ObstacleDistance read =
                (ObstacleDistance) sent(b -> writer.obstacleDistance(b, TIME_NS, distances, 3, 20, 2000, -30, 30))
                        .getPayload();
        assertThat(read.timeUsec().longValueExact()).isEqualTo(1_234_567_891L);
        assertThat(read.sensorType().entry()).isEqualTo(MavDistanceSensor.MAV_DISTANCE_SENSOR_UNKNOWN);
        assertThat(read.distances()).hasSize(72).startsWith(120, 0xFFFF, 2001);
        assertThat(read.distances().subList(3, 72)).containsOnly(0xFFFF);
        assertThat(read.increment()).isEqualTo(30);
        assertThat(read.minDistance()).isEqualTo(20);
        assertThat(read.maxDistance()).isEqualTo(2000);
        assertThat(read.incrementF()).isEqualTo(30);
        assertThat(read.angleOffset()).isEqualTo(-30);
        assertThat(read.frame().entry()).isEqualTo(MavFrame.MAV_FRAME_BODY_FRD);
    }

    @Test
    void shouldWriteLandCommand() {
        CommandLong read = (CommandLong)
                sent(b -> writer.command(b, MavlinkWriter.NAV_LAND)).getPayload();
        assertThat(read.targetSystem()).isEqualTo(42);
        assertThat(read.targetComponent()).isEqualTo(7);
        assertThat(read.command().entry()).isEqualTo(MavCmd.MAV_CMD_NAV_LAND);
        assertThat(read.confirmation()).isZero();
        assertThat(List.of(
                        read.param1(),
                        read.param2(),
                        read.param3(),
                        read.param4(),
                        read.param5(),
                        read.param6(),
                        read.param7()))
                .containsOnly(0f);
    }

    @Test
    void shouldWriteTimesync() {
        Timesync read = (Timesync) sent(b -> writer.timesync(b, 5, TIME_NS)).getPayload();
        assertThat(read.tc1()).isEqualTo(5);
        assertThat(read.ts1()).isEqualTo(TIME_NS);
        assertThat(read.targetSystem()).isEqualTo(42);
        assertThat(read.targetComponent()).isEqualTo(7);
    }

    private MavlinkMessage<?> sent(Consumer<MessageBatch> write) {
        batch.clear();
        write.accept(batch);
        wire.send(batch, Long.MAX_VALUE);
        List<MavlinkMessage<?>> messages = Peer.decode(wire.take());
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }
}
