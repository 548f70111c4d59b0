package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.actuator.PrintActuator;
import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.vision.Freshness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The actuators on the wire and on paper. */
class OutletTest {
    private final TickInput in = new TickInput(List.of());

    private void nominal(long tick) {
        in.begin(tick, 1_000 + tick, 10);
        in.perception(Freshness.FRESH, 12_500_000);
        in.mode(Mode.NOMINAL, Reason.NONE);
        in.validUntil(Long.MAX_VALUE);
    }

    @Test
    void shouldSendOneJsonObjectATick() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open("udp://127.0.0.1:" + peer.getLocalPort())) {
            peer.setSoTimeout(10_000);
            udp.prepare(SafePolicy.stop());
            long before = System.nanoTime();
            in.begin(0, 1_000, 10);
            assertThat(udp.sendSafe(in)).isEqualTo(Actuator.SENT);
            nominal(1);
            assertThat(udp.send(udp.newCommand().speed(0.5).yawRate(-0.125), in))
                    .isEqualTo(Actuator.SENT);

            String first = receive(peer);
            assertThat(timeNs(first)).isEqualTo(1_000);
            assertThat(timeless(first))
                    .isEqualTo("{\"seq\":0,\"mode\":\"SAFE\",\"speed\":0.000000,\"yawRate\":0.000000,"
                            + "\"ageMs\":null,\"valid\":false}");
            String second = receive(peer);
            assertThat(timeNs(second)).isBetween(before, System.nanoTime());
            assertThat(timeless(second))
                    .isEqualTo("{\"seq\":1,\"mode\":\"NOMINAL\",\"speed\":0.500000,"
                            + "\"yawRate\":-0.125000,\"ageMs\":12.500000,\"valid\":true}");
        }
    }

    @Test
    void shouldTellARefusingPeerAndSendAgainWhenItListens() throws IOException {
        int port;
        try (DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open("udp://127.0.0.1:" + port)) {
            udp.prepare(SafePolicy.stop());
            nominal(0);
            int refused = 0;
            for (int i = 0; i < 1_000 && refused == 0; i++) {
                refused += udp.send(udp.newCommand(), in) == Actuator.REFUSED ? 1 : 0;
            }
            assertThat(refused).isEqualTo(1);
            try (DatagramSocket back = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                back.setSoTimeout(10_000);
                // The kernel may still hold one refusal of the time before.
                for (int i = 0; i < 3; i++) {
                    udp.sendSafe(in);
                }
                assertThat(receive(back)).contains("\"valid\":false");
            }
        }
    }

    @Test
    void shouldFailAndSayWhyOnceClosed() {
        UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open("udp://127.0.0.1:9");
        udp.close();
        nominal(0);
        assertThat(udp.send(udp.newCommand(), in)).isEqualTo(Actuator.FAILED);
        assertThat(udp.lastError()).startsWith("actuator udp://127.0.0.1:9: ");
    }

    @Test
    void shouldPrintChangesOnlyAndTheLastStateOnClose() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
                PrintActuator<DriveCommand> print = new PrintActuator<>(DriveCommand::new, out)) {
            for (int tick = 0; tick < 1_000; tick++) {
                nominal(tick);
                print.send(print.newCommand().speed(0.5), in);
            }
            in.mode(Mode.SAFE, Reason.STOPPED);
            print.sendSafe(in);
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSizeLessThan(10);
        assertThat(lines).last().isEqualTo("tick 999 SAFE speed=0.00 yawRate=0.00 age=13ms (stopped)");
    }

    private static long timeNs(String json) {
        return Long.parseLong(json.replaceAll(".*\"tNs\": *([0-9]+),.*", "$1"));
    }

    private static String timeless(String json) {
        return json.replaceAll("\"tNs\": *[0-9]+,", "").replaceAll("\"seq\": *", "\"seq\":");
    }

    private static String receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }
}
