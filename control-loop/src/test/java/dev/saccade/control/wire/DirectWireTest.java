package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.Actuator;
import dev.saccade.posix.WireLink;
import dev.saccade.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wire of this process on a socket and on a pseudo-terminal. */
@Timeout(60)
class DirectWireTest {
    private static final long MS = 1_000_000;
    private static final int PLACE = 20;

    private final ManualClock clock = new ManualClock(-5);

    private DirectWire open(Vehicle vehicle) {
        return DirectWire.open(vehicle.uri(), WireIdentity.NONE, clock);
    }

    @Test
    void shouldCarryOutThePhasesOfTheSafePlanByTime() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                DirectWire wire = open(vehicle);
                MessageBatch hold = Texts.raw("hold");
                MessageBatch land = Texts.raw("land");
                MessageBatch instead = Texts.raw("instead");
                MessageBatch silence = new MessageBatch(4);
                MessageBatch command = Texts.raw("command")) {
            assertThat(wire.sendSafe(0)).isEqualTo(Actuator.FAILED);
            wire.plan(new SafePlan(List.of(
                    new SafePlan.Phase(hold, 10 * MS, 0),
                    new SafePlan.Phase(silence, 5 * MS, 0),
                    new SafePlan.Phase(land, 20 * MS, 4 * MS))));
            for (long ms = 100; ms < 150; ms++) {
                assertThat(ms == 103 ? wire.sendSafe(instead, ms * MS) : wire.sendSafe(ms * MS))
                        .isEqualTo(Actuator.SENT);
            }
            vehicle.expectOnly("hold", 3);
            vehicle.expectOnly("instead", 1);
            vehicle.expectOnly("hold", 6);
            vehicle.expectOnly("land", 5);
            // A command begins the phases anew.
            clock.set(150 * MS);
            assertThat(wire.send(command, 150 * MS)).isEqualTo(Actuator.SENT);
            assertThat(wire.sendSafe(151 * MS)).isEqualTo(Actuator.SENT);
            vehicle.expectOnly("command", 1);
            vehicle.expectOnly("hold", 1);
            assertThat(vehicle.isSilent(1)).isTrue();
        }
    }

    @Test
    void shouldSendNothingThatHasExpired() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                DirectWire wire = open(vehicle);
                MessageBatch command = Texts.raw("command")) {
            clock.set(10 * MS);
            assertThat(wire.send(command, 10 * MS - 1)).isEqualTo(Actuator.DROPPED);
            assertThat(vehicle.isSilent(1)).isTrue();
            assertThat(wire.send(command, 10 * MS)).isEqualTo(Actuator.SENT);
            vehicle.expectOnly("command", 1);
        }
    }

    @Test
    void shouldWriteItsNumberAndTheTimeAtTheirPlaces() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                DirectWire wire = open(vehicle);
                MessageBatch batch = new MessageBatch(200)) {
            byte[] text = ("<" + " ".repeat(PLACE) + "|" + " ".repeat(PLACE) + ">").getBytes(StandardCharsets.UTF_8);
            batch.beginRaw(1, 2 + PLACE).put(text, 0, text.length).end();
            for (long time : new long[] {-5, 0, 1_234_567}) {
                clock.set(time);
                assertThat(wire.send(batch, Long.MAX_VALUE)).isEqualTo(Actuator.SENT);
            }
            assertThat(vehicle.receive()).isEqualTo(String.format("<%20d|%20d>", 0, -5));
            assertThat(vehicle.receive()).isEqualTo(String.format("<%20d|%20d>", 1, 0));
            assertThat(vehicle.receive()).isEqualTo(String.format("<%20d|%20d>", 2, 1_234_567));
        }
    }

    @Test
    void shouldReceiveWhatTheVehicleSends() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                DirectWire wire = open(vehicle);
                MessageBatch command = Texts.raw("command");
                BytePointer bytes = new BytePointer(100)) {
            assertThat(wire.receive(bytes.address(), 100)).isZero();
            assertThat(wire.send(command, 0)).isEqualTo(Actuator.SENT);
            vehicle.receive();
            vehicle.answer("odometry");
            int n = 0;
            while (n == 0) {
                n = wire.receive(bytes.address(), 100);
            }
            assertThat(text(bytes, n)).isEqualTo("odometry");
        }
    }

    @Test
    void shouldSpeakOverASerialLineThatItAloneHas() {
        try (BytePointer path = new BytePointer(WireLink.LINE_BYTES);
                BytePointer bytes = new BytePointer(100);
                MessageBatch command = Texts.raw("command\r\n\0\21")) {
            long far = WireLink.pseudoTerminal(path.address());
            Assumptions.assumeTrue(far > 0, "skipped: no pseudo-terminal can be had here");
            String uri = "serial:" + WireAddress.text(path) + "?baud=115200";
            try (DirectWire wire = DirectWire.open(uri, WireIdentity.NONE, clock)) {
                assertThatThrownBy(() -> DirectWire.open(uri))
                        .hasMessageStartingWith(uri)
                        .isInstanceOfSatisfying(
                                WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.DEVICE));
                assertThat(wire.send(command, 0)).isEqualTo(Actuator.SENT);
                int n = 0;
                while (n == 0) {
                    n = WireLink.receive(far, bytes.address(), 100);
                }
                // Bytes arrive as they were sent: a terminal would translate, echo or swallow some of these.
                assertThat(text(bytes, n)).isEqualTo("command\r\n\0\21");
                assertThat(WireLink.send(far, command.address(), command.length(), 0, 0))
                        .isZero();
                n = 0;
                while (n == 0) {
                    n = wire.receive(bytes.address(), 100);
                }
                assertThat(text(bytes, n)).isEqualTo("command\r\n\0\21");
            } finally {
                WireLink.close(far);
            }
        }
    }

    @Test
    void shouldNameWhatIsWrongWithAnAddress() {
        assertThatThrownBy(() -> DirectWire.open("serial:ttyUSB0"))
                .hasMessage("serial:ttyUSB0: write it as serial:/dev/ttyUSB0?baud=921600");
        assertThatThrownBy(() -> DirectWire.open("serial:/dev/null?baud=12345"))
                .hasMessageContaining("baud rate 12345");
        assertThatThrownBy(() -> DirectWire.open("udp://127.0.0.1:9?bind=0")).hasMessageContaining("?bind=1..65535");
        assertThatThrownBy(() -> DirectWire.open("serial:/dev/no-such-line"))
                .hasMessageStartingWith("serial:/dev/no-such-line: No such file or directory");
    }

    private static String text(BytePointer bytes, int n) {
        byte[] copy = new byte[n];
        bytes.position(0).get(copy);
        return new String(copy, StandardCharsets.UTF_8);
    }
}
