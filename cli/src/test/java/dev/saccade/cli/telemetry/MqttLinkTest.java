package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that answers some and not all, with the time passed in. */
@Timeout(60)
class MqttLinkTest {
    private static final long SECOND_NS = 1_000_000_000;
    /** Remaining length 3, no session, success, no properties: MQTT 5, section 3.2. */
    private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};

    private static final int SUBSCRIBE = 0x82;

    @Test
    void shouldGiveUpABrokerThatNeverGrantsTheSubscription() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            MqttSettings settings = MqttSettings.of("mqtt://127.0.0.1:" + server.getLocalPort() + "/r", null, null);
            long nowNs = Long.MAX_VALUE - SECOND_NS;
            MqttLink link = new MqttLink(settings, "test", payload -> {}, nowNs);
            link.poll(nowNs);
            try (Socket first = server.accept()) {
                awaitSubscription(first);

                link.poll(nowNs + 19 * SECOND_NS);
                assertThat(link.error()).isEmpty();
                assertThat(link.isUp()).isFalse();

                link.poll(nowNs + 21 * SECOND_NS);
                assertThat(link.error()).contains("no answer to the subscription");
                link.poll(nowNs + 21 * SECOND_NS);
                // It leaves the first connection before it makes a second one.
                first.getInputStream().readAllBytes();
            }
            long[] laterNs = {nowNs + 22 * SECOND_NS};
            try (Socket second = acceptWhile(server, () -> link.poll(laterNs[0] += SECOND_NS))) {
                awaitSubscription(second);
            }
            link.close(0);
        }
    }

    private static Socket acceptWhile(ServerSocket server, Runnable step) throws Exception {
        server.setSoTimeout(20);
        while (true) {
            step.run();
            try {
                return server.accept();
            } catch (java.net.SocketTimeoutException e) {
                // Not yet.
            }
        }
    }

    /** Takes the connection, and reads until the client asks for the stop topic. */
    private static void awaitSubscription(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        assertThat(in.read()).as("CONNECT").isEqualTo(0x10);
        in.readNBytes(in.read());
        socket.getOutputStream().write(CONNACK);
        assertThat(in.read()).isEqualTo(SUBSCRIBE);
    }
}
