package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something takes the connection and never answers; needs no broker. */
@Timeout(60)
class SilentBrokerTest {
    @Test
    void shouldGiveUpTryAgainAndEndAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            String uri = "tcp://127.0.0.1:" + silent.getLocalPort() + "/silent";
            TelemetryRig rig = new TelemetryRig(uri);
            try (Socket first = silent.accept()) {
                for (int tick = 0; tick < 1_000; tick++) {
                    rig.transition(tick);
                }
                Await.until(
                        "the time-out", () -> !rig.telemetry.counts().error().isEmpty(), rig.telemetry::counts);
                try (Socket second = silent.accept()) {
                    assertThat(first.getPort()).isNotEqualTo(second.getPort());
                    rig.close();
                }
            }

            TelemetryCounts counts = rig.telemetry.counts();
            assertThat(counts.connections()).isZero();
            assertThat(counts.published()).isZero();
            assertThat(counts.dropped())
                    .as("every event, and states beside them")
                    .isGreaterThanOrEqualTo(1_000);
            assertThat(counts.error()).contains("127.0.0.1");
            assertThat(rig.stops).isEmpty();
        }
    }
}
