package dev.saccade.cli.telemetry;

import dev.saccade.control.ControlEvents;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Telemetry of a made-up loop: its state is a number, and its stops are remembered. */
final class TelemetryRig implements AutoCloseable {
    final MqttTelemetry telemetry;
    final AtomicLong key = new AtomicLong();
    final List<String> stops = new CopyOnWriteArrayList<>();

    TelemetryRig(String uri) throws TelemetryException {
        this(uri, null, null);
    }

    TelemetryRig(String uri, Path login, Path authorities) throws TelemetryException {
        telemetry = new MqttTelemetry(MqttSettings.of(uri, login, authorities));
        telemetry.start(
                new StateSource() {
                    @Override
                    public long key() {
                        return key.get();
                    }

                    @Override
                    public byte[] json(long nowNs, Instant now, TelemetryCounts counts) {
                        return ("{\"key\":" + key + ",\"stopArmed\":" + counts.stopArmed() + "}")
                                .getBytes(StandardCharsets.UTF_8);
                    }
                },
                stops::add);
    }

    /** A change of mode at a tick. */
    void transition(long tick) {
        telemetry.onEvent(
                ControlEvents.MODE,
                System.nanoTime(),
                Mode.NOMINAL.code(),
                Mode.DEGRADED.code(),
                Reason.PERCEPTION_STALE.code(),
                tick);
    }

    void awaitConnection(long connections) {
        Await.until(
                "connection " + connections, () -> telemetry.counts().connections() >= connections, telemetry::counts);
    }

    @Override
    public void close() {
        telemetry.close();
    }
}
