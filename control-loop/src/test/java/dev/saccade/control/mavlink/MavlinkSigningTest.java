package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.Actuator;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.SafePolicy;
import io.dronefleet.mavlink.Mavlink2Message;
import io.dronefleet.mavlink.MavlinkMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures between ours and another library, both ways. */
class MavlinkSigningTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;
    private static final long EPOCH_US = 1_420_070_400_000_000L;

    @TempDir
    Path directory;

    private final Peer vehicle = new Peer();
    private final DriveCommand drive = new DriveCommand().speed(0.5);
    private FramingWire wire;
    private MavlinkActuator<DriveCommand> rover;
    private byte[] key;
    private long stamp;

    @BeforeEach
    void open() throws Exception {
        Path file = Files.writeString(directory.resolve("vehicle.key"), "0123456789abcdef".repeat(4) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        MavlinkOptions options = MavlinkOptions.parse("memory:?key=" + file + "&link=5");
        key = options.key();
        wire = new FramingWire(options);
        stamp = (wire.realtimeUs - EPOCH_US) / 10;
        rover = new MavlinkActuator<>(new MavlinkRover.Drive(), wire, options, () -> wire.realtimeUs);
        rover.prepare(SafePolicy.stop());
    }

    @AfterEach
    void close() {
        rover.close();
    }

    @Test
    void shouldSignSoThatAnotherLibraryAgrees() {
        rover.send(drive, S, S + MS);
        rover.send(drive, S + MS, S + 2 * MS);
        List<MavlinkMessage<?>> sent = Peer.decode(wire.take());
        assertThat(sent).hasSizeGreaterThan(3);
        byte[] wrong = key.clone();
        wrong[31] ^= 1;
        long before = 0;
        for (MavlinkMessage<?> message : sent) {
            Mavlink2Message<?> signed = Peer.second(message);
            assertThat(signed.isSigned()).isTrue();
            assertThat(signed.validateSignature(key)).isTrue();
            assertThat(signed.validateSignature(wrong)).isFalse();
            assertThat(signed.getSignatureLinkId()).isEqualTo(5);
            assertThat(signed.getSignatureTimestamp()).isGreaterThan(before);
            before = signed.getSignatureTimestamp();
        }
    }

    @Test
    void shouldHearAVehicleThatSigns() {
        assertThat(isHeard(vehicle.signed(Peer.px4(0, false), 1, stamp, key))).isTrue();
    }

    @Test
    void shouldNotHearOneThatDoesNotSignOrHasAnotherKey() {
        byte[] other = key.clone();
        Arrays.fill(other, (byte) 9);
        assertThat(isHeard(vehicle.frame(Peer.px4(0, false)))).isFalse();
        assertThat(isHeard(vehicle.signed(Peer.px4(0, false), 1, stamp, other))).isFalse();
        assertThat(rover.lastError()).contains("signing key");
    }

    @Test
    void shouldNotTakeAReplayForALifeSign() {
        byte[] frame = vehicle.signed(Peer.px4(0, false), 1, stamp, key);
        assertThat(isHeard(frame)).isTrue();
        assertThat(isHeard(frame)).isFalse();
        assertThat(isHeard(vehicle.signed(Peer.px4(0, false), 1, stamp + 1, key)))
                .isTrue();
    }

    @Test
    void shouldNotHearAStreamThatIsOlderThanAMinute() {
        assertThat(isHeard(vehicle.signed(Peer.px4(0, false), 1, stamp - 60 * 100_000 - 1, key)))
                .isFalse();
        assertThat(isHeard(vehicle.signed(Peer.px4(0, false), 2, stamp - 60 * 100_000, key)))
                .isTrue();
    }

    private long now = 10 * S;

    /** Waits until an earlier life sign has worn off, then asks whether this one counts. */
    private boolean isHeard(byte[] frame) {
        rover.send(drive, now, now + MS);
        now += 4 * S;
        rover.send(drive, now, now + MS);
        wire.deliver(frame);
        return rover.send(drive, now, now + MS) == Actuator.SENT;
    }
}
