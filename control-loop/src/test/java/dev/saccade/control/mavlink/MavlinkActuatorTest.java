package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.Actuator;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.VelocityCommand;
import io.dronefleet.mavlink.common.CommandLong;
import io.dronefleet.mavlink.common.LandingTarget;
import io.dronefleet.mavlink.common.ObstacleDistance;
import io.dronefleet.mavlink.common.SetPositionTargetLocalNed;
import io.dronefleet.mavlink.common.Timesync;
import io.dronefleet.mavlink.minimal.Heartbeat;
import io.dronefleet.mavlink.minimal.MavState;
import io.dronefleet.mavlink.minimal.MavType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MavlinkActuatorTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;
    private static final long TICK = 10 * MS;

    private final Peer vehicle = new Peer();
    private final MavlinkOptions options = MavlinkOptions.parse("memory:").sectors(new ObstacleSectors(4, 80, 0.2, 10));
    private final FramingWire wire = new FramingWire(options);
    private final DriveCommand drive = new DriveCommand().speed(0.5).yawRate(0.25);
    private MavlinkActuator<DriveCommand> rover;
    private MavlinkActuator<VelocityCommand> copter;
    private long now = 5 * S;

    @AfterEach
    void close() {
        if (rover != null) {
            rover.close();
        }
        if (copter != null) {
            copter.close();
        }
    }

    @Test
    void shouldSendADriveCommandForwardAndClockwise() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        assertThat(rover.send(drive, now, now + 40 * MS)).isEqualTo(Actuator.SENT);
        SetPositionTargetLocalNed sent = only(SetPositionTargetLocalNed.class);
        assertThat(sent.vx()).isEqualTo(0.5f);
        assertThat(List.of(sent.vy(), sent.vz())).containsOnly(0f);
        assertThat(sent.yawRate()).isEqualTo(-0.25f);
        assertThat(sent.timeBootMs()).isEqualTo(now / MS);
        assertThat(wire.validUntil()).containsExactly(now + 40 * MS);
    }

    @Test
    void shouldSendAVelocityCommandRightDownAndClockwise() {
        copter(SafePolicy.handOver());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        copter.send(new VelocityCommand(4).forward(1).left(2).up(3).yawRate(0.5), now, now + TICK);
        SetPositionTargetLocalNed sent = only(SetPositionTargetLocalNed.class);
        assertThat(List.of(sent.vx(), sent.vy(), sent.vz(), sent.yawRate())).containsExactly(1f, -2f, -3f, -0.5f);
    }

    /** Set-points of a vehicle that stands are all zeros, not negative ones: they are cut from the frame. */
    @Test
    void shouldNotSendNegativeZeros() {
        copter(SafePolicy.handOver());
        copter.send(new VelocityCommand(4), now, now + TICK);
        SetPositionTargetLocalNed sent = only(SetPositionTargetLocalNed.class);
        for (float value : List.of(sent.vx(), sent.vy(), sent.vz(), sent.yawRate())) {
            assertThat(Float.floatToRawIntBits(value)).isZero();
        }
    }

    @Test
    void shouldBeatItsHeartOnceASecond() {
        rover(SafePolicy.stop());
        int beats = 0;
        for (int i = 0; i < 1000; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            assertThat(i % 7 == 0 ? rover.sendSafe(now) : rover.send(drive, now, now + TICK))
                    .isEqualTo(Actuator.SENT);
            beats += count(Heartbeat.class);
            now += TICK;
        }
        assertThat(beats).isEqualTo(10);
    }

    @Test
    void shouldTellInItsHeartbeatWhetherItSteers() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        rover.send(drive, now, now + TICK);
        assertThat(only(Heartbeat.class).systemStatus().entry()).isEqualTo(MavState.MAV_STATE_ACTIVE);
        now += S;
        rover.sendSafe(now);
        assertThat(only(Heartbeat.class).systemStatus().entry()).isEqualTo(MavState.MAV_STATE_CRITICAL);
    }

    @Test
    void shouldNotSendWhatAFloatCannotCarry() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
            assertThat(rover.send(new DriveCommand().speed(bad), now, now + TICK))
                    .isEqualTo(Actuator.FAILED);
            assertThat(rover.send(new DriveCommand().yawRate(bad), now, now + TICK))
                    .isEqualTo(Actuator.FAILED);
        }
        assertThat(wire.take()).isEmpty();
        assertThat(rover.lastError()).contains("float").contains("limit its axes");
    }

    @ParameterizedTest
    @CsvSource({"12, 0", "3, 1", "0, 1"})
    void shouldTellTheLandingTargetAsItsReaderWantsIt(int make, int positionValid) {
        copter(SafePolicy.handOver());
        hear(Peer.heartbeat(
                io.dronefleet.mavlink.util.EnumValue.create(io.dronefleet.mavlink.minimal.MavAutopilot.class, make)
                        .entry(),
                MavType.MAV_TYPE_QUADROTOR,
                0,
                false));
        VelocityCommand command = new VelocityCommand(4).landingTarget(1, 2, -4);
        copter.send(command, now, now + TICK);
        LandingTarget sent = only(LandingTarget.class);
        assertThat(sent.positionValid()).isEqualTo(positionValid);
        assertThat(sent.angleX()).isEqualTo((float) StrictMath.atan2(-2, 4));
        assertThat(sent.angleY()).isEqualTo((float) StrictMath.atan2(-1, 4));
        assertThat(List.of(sent.x(), sent.y(), sent.z()))
                .containsExactly(positionValid * 1f, positionValid == 1 ? -2f : 0f, positionValid * 4f);
        now += TICK;
        copter.send(new VelocityCommand(4), now, now + TICK);
        assertThat(count(LandingTarget.class)).isZero();
    }

    @Test
    void shouldTellObstaclesInTheTickThatHasThem() {
        copter(SafePolicy.handOver());
        VelocityCommand command = new VelocityCommand(4);
        command.obstacle(1, 2.345).obstacle(2, 1000).obstacle(3, 0.001);
        copter.send(command, now, now + TICK);
        ObstacleDistance sent = only(ObstacleDistance.class);
        assertThat(sent.distances().subList(0, 5)).containsExactly(0xFFFF, 235, 1001, 1, 0xFFFF);
        assertThat(sent.minDistance()).isEqualTo(20);
        assertThat(sent.maxDistance()).isEqualTo(1000);
        assertThat(sent.incrementF()).isEqualTo(20);
        assertThat(sent.angleOffset()).isEqualTo(-30);
        copter.send(new VelocityCommand(4), now + TICK, now + 2 * TICK);
        assertThat(count(ObstacleDistance.class)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"POSITION, 196608, true", "disarmed, 393216, false", "LAND by its own fail-safe, 100925440, true"})
    @SuppressWarnings("unused")
    void shouldFallSilentWhenSomebodyTakesOver(String how, int customMode, boolean armed) {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        wire.take();
        hear(Peer.px4(customMode, armed));
        for (int i = 0; i < 500; i++) {
            now += TICK;
            beatEverySecond(Peer.px4(customMode, armed), i);
            assertThat(i % 2 == 0 ? rover.send(drive, now, now + TICK) : rover.sendSafe(now))
                    .isEqualTo(Actuator.HANDED_OVER);
        }
        List<Object> sent = Peer.payloads(wire.take());
        assertThat(sent).hasOnlyElementsOfType(Heartbeat.class).hasSizeBetween(4, 5);
        assertThat(((Heartbeat) sent.get(0)).systemStatus().entry()).isEqualTo(MavState.MAV_STATE_STANDBY);
        assertThat(rover.lastError())
                .contains("somebody else steers")
                .contains("PX4")
                .contains("re-arm");
    }

    @Test
    void shouldStayHandedOverWhenTheModeComesBackUntilRearmed() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        rover.send(drive, now, now + TICK);
        hear(Peer.px4(Peer.PX4_POSITION, true));
        rover.send(drive, now, now + TICK);
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.HANDED_OVER);
        rover.rearm();
        assertThat(wire.rearmed()).isEqualTo(1);
        wire.take();
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        assertThat(count(SetPositionTargetLocalNed.class)).isEqualTo(1);
    }

    /** Two HEARTBEATs in one read: a short visit to another mode counts. */
    @Test
    void shouldNotMissAShortTakeOver() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        rover.send(drive, now, now + TICK);
        hear(Peer.px4(Peer.PX4_POSITION, true));
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.HANDED_OVER);
    }

    /** PX4 enters OFFBOARD on a running stream only. */
    @Test
    void shouldStreamBeforeTheVehicleIsGivenToIt() {
        rover(SafePolicy.stop());
        for (int i = 0; i < 200; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_POSITION, i > 100), i);
            assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
            now += TICK;
        }
        assertThat(count(SetPositionTargetLocalNed.class)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"MAV_TYPE_QUADROTOR, 4, 15", "MAV_TYPE_GROUND_ROVER, 15, 4", "MAV_TYPE_SURFACE_BOAT, 15, 0"})
    void shouldKnowGuidedModeOfArduPilot(MavType type, int guided, int other) {
        rover(SafePolicy.stop());
        hear(Peer.ardupilot(type, other, true));
        rover.send(drive, now, now + TICK);
        // That was not ours: another mode is no take-over yet.
        hear(Peer.ardupilot(type, guided == 4 ? 5 : 10, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        hear(Peer.ardupilot(type, guided, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        hear(Peer.ardupilot(type, other, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.HANDED_OVER);
    }

    @Test
    void shouldLeaveOtherSystemsAlone() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        rover.send(drive, now, now + TICK);
        wire.deliver(vehicle.frame(255, 190, Peer.px4(Peer.PX4_POSITION, true)));
        wire.deliver(vehicle.frame(1, 100, Peer.px4(Peer.PX4_POSITION, true)));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
    }

    @Test
    void shouldRefuseCommandsWithoutTheAutopilotsHeartAndStillSendTheSafeOne() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        rover.send(drive, now, now + TICK);
        now += 3 * S;
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        now += 1;
        wire.take();
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.FAILED);
        assertThat(wire.take()).isEmpty();
        assertThat(rover.sendSafe(now)).isEqualTo(Actuator.FAILED);
        assertThat(only(SetPositionTargetLocalNed.class).vx()).isZero();
        assertThat(rover.lastError()).contains("no HEARTBEAT of system 1 component 1 for 3.0 s");
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
    }

    @Test
    void shouldFailWhenNoAutopilotEverAnswers() {
        rover(SafePolicy.stop());
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.SENT);
        assertThat(rover.lastError()).isEmpty();
        now += 3 * S + 1;
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.FAILED);
    }

    @Test
    void shouldSayThatTheAutopilotSpeaksVersion1() throws Exception {
        rover(SafePolicy.stop());
        rover.send(drive, now, now + TICK);
        var out = new java.io.ByteArrayOutputStream();
        io.dronefleet.mavlink.MavlinkConnection.create(new java.io.ByteArrayInputStream(new byte[0]), out)
                .send1(1, 1, Peer.px4(Peer.PX4_OFFBOARD, true));
        wire.deliver(out.toByteArray());
        now += 4 * S;
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.FAILED);
        assertThat(rover.lastError()).contains("MAVLink 1");
    }

    @Test
    void shouldFailOnABrokenWire() {
        rover(SafePolicy.stop());
        wire.breakDown();
        assertThat(rover.send(drive, now, now + TICK)).isEqualTo(Actuator.FAILED);
        assertThat(rover.lastError()).isEqualTo("memory is broken");
    }

    @Test
    void shouldPassOnTheWiresAnswer() {
        rover(SafePolicy.stop());
        for (int answer : new int[] {Actuator.DROPPED, Actuator.REFUSED, Actuator.LATCHED}) {
            wire.answer = answer;
            assertThat(rover.send(drive, now, now + TICK)).isEqualTo(answer);
            assertThat(rover.sendSafe(now)).isEqualTo(answer);
        }
    }

    @Test
    void shouldAskAndAnswerTheTime() {
        rover(SafePolicy.stop());
        rover.send(drive, now, now + TICK);
        Timesync question = only(Timesync.class);
        assertThat(question.tc1()).isZero();
        assertThat(question.ts1()).isEqualTo(now);
        hear(Peer.timesync(0, 777, 1, 191));
        now += TICK;
        rover.send(drive, now, now + TICK);
        Timesync answer = only(Timesync.class);
        assertThat(answer.tc1()).isEqualTo(now);
        assertThat(answer.ts1()).isEqualTo(777);
    }

    @Test
    void shouldAskLessOftenOnceTheClocksAreCompared() {
        rover(SafePolicy.stop());
        int early = 0;
        int late = 0;
        for (int i = 0; i < 1200; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            rover.send(drive, now, now + TICK);
            for (Timesync asked : Peer.only(Timesync.class, wire.take())) {
                hear(Peer.timesync(now + 2 * MS + 1_000 * S, asked.ts1(), 1, 191));
                early += i < 150 ? 1 : 0;
                late += i >= 200 ? 1 : 0;
            }
            now += TICK;
        }
        assertThat(early).isBetween(14, 16);
        assertThat(late).isBetween(9, 11);
    }

    @Test
    void shouldStandStillForEverOnTheGround() {
        rover(SafePolicy.stop());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        for (int i = 0; i < 2000; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            assertThat(rover.sendSafe(now)).isEqualTo(Actuator.SENT);
            now += TICK;
        }
        assertThat(Peer.only(SetPositionTargetLocalNed.class, wire.take()))
                .hasSize(2000)
                .allMatch(
                        sp -> sp.vx() == 0 && sp.yawRate() == 0 && sp.typeMask().value() == 0x5C7);
    }

    @Test
    void shouldHoldThenLandAFewTimesThenNothing() {
        copter(SafePolicy.holdThenLand(Duration.ofSeconds(2)));
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        int[] setPoints = new int[12];
        int[] lands = new int[12];
        int[] others = new int[12];
        for (int i = 0; i < 1200; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            assertThat(copter.sendSafe(now)).isEqualTo(Actuator.SENT);
            for (Object sent : Peer.payloads(wire.take())) {
                (sent instanceof SetPositionTargetLocalNed ? setPoints : sent instanceof CommandLong ? lands : others)
                        [i / 100]++;
            }
            now += TICK;
        }
        assertThat(setPoints).containsExactly(100, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(lands).containsExactly(0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
        assertThat(java.util.Arrays.copyOfRange(others, 7, 12)).containsOnly(0);
    }

    @Test
    void shouldCallALandingThatItAskedForSent() {
        copter(SafePolicy.holdThenLand(Duration.ofMillis(500)));
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        for (int i = 0; i < 60; i++) {
            copter.sendSafe(now);
            now += TICK;
        }
        wire.take();
        hear(Peer.px4(4 << 16 | 6 << 24, true));
        assertThat(copter.sendSafe(now)).isEqualTo(Actuator.SENT);
        assertThat(copter.send(new VelocityCommand(4), now, now + TICK)).isEqualTo(Actuator.HANDED_OVER);
        assertThat(count(CommandLong.class)).isZero();
    }

    /** The vehicle that nobody gave to us is under its pilot: it gets set-points, which it ignores, never a command. */
    @Test
    void shouldNeverTellAVehicleToLandThatItDoesNotSteer() {
        copter(SafePolicy.holdThenLand(Duration.ofSeconds(1)));
        int beats = 0;
        for (int i = 0; i < 1000; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_POSITION, true), i);
            assertThat(copter.sendSafe(now)).isEqualTo(Actuator.SENT);
            List<byte[]> frames = wire.take();
            assertThat(Peer.only(CommandLong.class, frames)).isEmpty();
            beats += Peer.only(Heartbeat.class, frames).size();
            now += TICK;
        }
        assertThat(beats).isEqualTo(10);
    }

    @Test
    void shouldHoldThenFallSilentHeartIncluded() {
        copter(SafePolicy.holdThenSilence(Duration.ofSeconds(1)));
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        for (int i = 0; i < 100; i++) {
            copter.sendSafe(now);
            now += TICK;
        }
        assertThat(count(SetPositionTargetLocalNed.class)).isEqualTo(100);
        for (int i = 0; i < 500; i++) {
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            assertThat(copter.sendSafe(now)).isEqualTo(Actuator.SENT);
            now += TICK;
        }
        assertThat(wire.take()).isEmpty();
    }

    @Test
    void shouldHandOverBySilence() {
        copter(SafePolicy.handOver());
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        copter.send(new VelocityCommand(4), now, now + TICK);
        wire.take();
        for (int i = 0; i < 300; i++) {
            now += TICK;
            beatEverySecond(Peer.px4(Peer.PX4_OFFBOARD, true), i);
            assertThat(copter.sendSafe(now)).isEqualTo(Actuator.SENT);
        }
        assertThat(wire.take()).isEmpty();
    }

    @Test
    void shouldBeginTheSafePolicyAnewAfterACommand() {
        copter(SafePolicy.holdThenSilence(Duration.ofSeconds(1)));
        hear(Peer.px4(Peer.PX4_OFFBOARD, true));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 90; i++) {
                copter.sendSafe(now);
                now += TICK;
            }
            assertThat(count(SetPositionTargetLocalNed.class)).isEqualTo(90);
            hear(Peer.px4(Peer.PX4_OFFBOARD, true));
            copter.send(new VelocityCommand(4), now, now + TICK);
            wire.take();
        }
    }

    @Test
    void shouldRefusePoliciesThatTheVehicleCannotCarryOut() {
        assertThatThrownBy(() -> copter(SafePolicy.stop()))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("hovers for ever")
                .hasMessageContaining("holdThenLand");
        assertThatThrownBy(() -> rover(SafePolicy.holdThenLand(Duration.ofSeconds(1))))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("cannot land");
    }

    private void rover(SafePolicy policy) {
        rover = MavlinkRover.over(wire, options);
        rover.prepare(policy);
    }

    private void copter(SafePolicy policy) {
        copter = MavlinkCopter.over(wire, options);
        copter.prepare(policy);
    }

    private void hear(Object message) {
        wire.deliver(vehicle.frame(message));
    }

    private void beatEverySecond(Heartbeat heartbeat, int tick) {
        if (tick % 100 == 0) {
            hear(heartbeat);
        }
    }

    private <T> T only(Class<T> type) {
        List<T> found = Peer.only(type, wire.take());
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private int count(Class<?> type) {
        return Peer.only(type, wire.take()).size();
    }
}
