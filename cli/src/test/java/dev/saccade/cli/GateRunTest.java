package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.GatedWire;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.WireIdentity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code saccade run} through a gate, which lives as long as the run. */
@Timeout(120)
class GateRunTest {
    @TempDir
    static Path packages;

    private static String model;

    @TempDir
    Path work;

    private DatagramSocket vehicle;
    private String uri;

    @BeforeAll
    static void makeModel() throws IOException {
        model = TinyDetector.write(packages.resolve("tiny")).toString();
    }

    @BeforeEach
    void open() throws IOException {
        vehicle = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        vehicle.setSoTimeout(200);
        uri = "udp://127.0.0.1:" + vehicle.getLocalPort();
    }

    @AfterEach
    void close() {
        vehicle.close();
    }

    private Ran run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--source",
                "synthetic:?fps=50&frames=40",
                "--model",
                model,
                "--backend",
                "cpu",
                "--stall",
                "20000"));
        arguments.addAll(List.of(more));
        return Ran.saccade(arguments.toArray(String[]::new));
    }

    /** What has come until nothing comes any more: no gate lives on. */
    private List<String> received() throws IOException {
        List<String> all = new ArrayList<>();
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            try {
                vehicle.receive(packet);
            } catch (SocketTimeoutException none) {
                return all;
            }
            all.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSteerThroughAGateThatEndsWithTheRun() throws IOException {
        Path report = work.resolve("r.json");
        Ran ran = run("--actuator", uri, "--gate", "required", "--report", report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).containsPattern("gate +process [0-9]+");
        JsonNode control = new ObjectMapper().readTree(report.toFile()).get("control");
        assertThat(control.get("gate").asText()).startsWith("process ");
        assertThat(control.get("coveredByGate").asBoolean()).isTrue();
        List<String> lines = received();
        assertThat(lines).last().asString().contains("\"mode\":\"SAFE\"", "\"valid\":false");
    }

    @Test
    void shouldSayThatNothingGuardsAnOutletWithoutAGate() throws IOException {
        Path report = work.resolve("r.json");
        Ran ran = run("--actuator", uri, "--gate", "none", "--report", report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode control = new ObjectMapper().readTree(report.toFile()).get("control");
        assertThat(control.get("gate").asText()).isEqualTo("not covered by the gate: --gate none");
        assertThat(control.get("coveredByGate").asBoolean()).isFalse();
    }

    @Test
    void shouldRefuseWhatTheOutletCannotDo() throws IOException {
        Ran uncovered = run("--gate", "required", "--actuator", "print");
        assertThat(uncovered.code()).isEqualTo(ExitCode.USAGE);
        assertThat(uncovered.refusal()).contains("actuator print is not covered by the gate");

        Ran landing = run("--actuator", uri, "--safe-policy", "hold-then-land:3s");
        assertThat(landing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(landing.refusal()).contains("hold for 3.0 s, then land", "use stop, hold-then-silence or hand-over");
        assertThat(received()).isEmpty();

        for (String wrong : new String[] {"fly", "stop:3s", "hold-then-land", "hold-then-silence:3", "hand-over:"}) {
            Ran ran = run("--actuator", uri, "--safe-policy", wrong);
            assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.refusal()).contains("'" + wrong + "'", "hold-then-silence:3s");
        }
        Ran still = run("--actuator", uri, "--rate", "0");
        assertThat(still.code()).isEqualTo(ExitCode.USAGE);
        assertThat(still.refusal()).contains("rate of 0.0 Hz");
        assertThat(run("--gate", "maybe").refusal()).contains("'maybe': use process, none or required");
    }

    @Test
    void shouldTakeOverAVehicleThatAGateKeepsSafeOnlyWhenToldTo() throws IOException {
        byte[] text = "{}".getBytes(StandardCharsets.UTF_8);
        try (MessageBatch batch = new MessageBatch(100)) {
            batch.beginRaw(MessageBatch.NOWHERE, MessageBatch.NOWHERE)
                    .put(text, 0, text.length)
                    .end();
            GatedWire failed = GatedWire.open(uri, GateBounds.atRate(100), WireIdentity.NONE);
            failed.plan(new SafePlan(List.of(new SafePlan.Phase(batch, Long.MAX_VALUE, 0))));
            failed.sendSafe(0);
            failed.leave();
        }

        Ran refused = run("--actuator", uri);
        assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.refusal()).contains("keeps the vehicle safe", "--rearm", "kill ");

        Ran ran = run("--actuator", uri, "--rearm");
        assertThat(ran.code()).as(ran.err()).isZero();
        List<String> lines = received();
        assertThat(lines).contains("{}").anyMatch(line -> line.contains("\"valid\":true"));
        assertThat(lines).last().asString().contains("\"valid\":false");
    }
}
