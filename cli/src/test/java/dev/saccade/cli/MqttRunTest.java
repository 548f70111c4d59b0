package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.cli.telemetry.Await;
import dev.saccade.cli.telemetry.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole run with a broker beside it. */
@Timeout(120)
class MqttRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATE = "0 test/robot/state ";

    @TempDir
    static Path packages;

    private static String model;

    @TempDir
    Path work;

    @BeforeAll
    static void makeModel() throws IOException {
        model = TinyDetector.write(packages.resolve("tiny")).toString();
    }

    @Test
    void shouldTellTheRunAndCostTheHotThreadsNothing() throws Exception {
        Path report = work.resolve("r.json");
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            List<String> heard = mosquitto.listen();

            Ran ran = Ran.saccade(arguments(
                    "synthetic:?fps=100&frames=700",
                    "--rate",
                    "500",
                    "--report",
                    report.toString(),
                    "--mqtt",
                    mosquitto.uri()));

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.err()).contains("mqtt      ");
            JsonNode told = JSON.readTree(report.toFile());
            assertThat(told.at("/mqtt/connections").asInt()).as(ran.err()).isEqualTo(1);
            assertThat(told.at("/mqtt/error").asText()).isEmpty();
            assertThat(told.at("/allocation/ticks").asLong()).isGreaterThan(100);
            assertThat(told.at("/allocation/bytesTotal").asLong())
                    .as(told.at("/allocation").toString())
                    .isZero();
            Await.until("the goodbye", () -> heard.contains("0 test/robot/status offline"), () -> heard);
            List<JsonNode> states = states(heard);
            JsonNode last = states.get(states.size() - 1);
            assertThat(last.get("mode").asText()).isEqualTo("SAFE");
            assertThat(last.get("reason").asText()).isEqualTo("STOPPED");
            assertThat(last.at("/control/ticks").asLong())
                    .isEqualTo(told.at("/control/ticks").asLong());
            assertThat(last.at("/frames/processed").asLong())
                    .isPositive()
                    .isEqualTo(told.at("/frames/processed").asLong());
            assertThat(states).anySatisfy(s -> {
                assertThat(s.get("mode").asText()).isEqualTo("NOMINAL");
                assertThat(s.get("ageMs").asDouble())
                        .isBetween(0.0, s.get("maxAgeMs").asDouble());
                assertThat(s.at("/telemetry/stopArmed").asBoolean()).isTrue();
            });
            assertThat(heard.stream()
                            .filter(l -> l.contains("\"kind\":\"mode\""))
                            .count())
                    .as("each transition once, the last one into the end")
                    .isEqualTo(told.at("/control/transitions").asLong() + 1);
        }
    }

    @Test
    void shouldMakeTheVehicleSafeOnAMessageAndStaySo() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            List<String> heard = mosquitto.listen();
            Process program = program(work.resolve("classes"), "--mqtt", mosquitto.uri());
            try {
                awaitText(heard, "\"to\":\"NOMINAL\"");
                mosquitto.publish("stop", "-q", "1", "-m", "jo");
                awaitText(heard, "\"to\":\"SAFE\",\"reason\":\"OPERATOR_STOP\"");
                awaitText(heard, "\"mode\":\"SAFE\",\"reason\":\"OPERATOR_STOP\"");
                int before = heard.size();
                Await.until("states after it", () -> heard.size() > before + 2, () -> heard);
                assertThat(program.isAlive()).isTrue();
                program.destroy();
                program.onExit().join();
            } finally {
                program.destroyForcibly().onExit().join();
            }
            assertThat(heard).anyMatch(l -> l.contains("stop-received") && l.contains("\"by\":\"jo\""));
            List<JsonNode> states = states(heard);
            int stopped = 0;
            while (!states.get(stopped).get("reason").asText().equals("OPERATOR_STOP")) {
                stopped++;
            }
            assertThat(states.subList(stopped, states.size()))
                    .allSatisfy(s -> assertThat(s.get("mode").asText()).isEqualTo("SAFE"));
            assertThat(log(work)).contains("test/robot/stop: jo");
        }
    }

    @Test
    void shouldRunAsWellWithoutABroker() throws Exception {
        Ran ran = Ran.saccade(arguments("synthetic:?fps=100&frames=100", "--mqtt", "mqtt://127.0.0.1:1/nobody"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("mqtt://127.0.0.1:1/nobody", "nobody listens");
    }

    @Test
    void shouldLeaveItsWillWhenItIsKilled() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            List<String> heard = mosquitto.listen();
            Path classes = work.resolve("classes");
            Process program = program(classes, "--mqtt", mosquitto.uri());
            try {
                Await.until("online", () -> heard.contains("0 test/robot/status online"), () -> heard + log(work));
            } finally {
                program.destroyForcibly().onExit().join();
            }
            Await.until("the will", () -> heard.contains("0 test/robot/status offline"), () -> heard);

            assertThat(Files.readString(classes))
                    .as("what the next test looks for")
                    .contains("com.hivemq", "io.netty");
        }
    }

    @Test
    void shouldLoadNothingOfItWhileOff() throws Exception {
        Path classes = work.resolve("classes");

        int code = program(classes, "--frames", "5").onExit().join().exitValue();

        assertThat(code).as(log(work)).isZero();
        assertThat(Files.readString(classes))
                .contains("dev.saccade.cli.RunSession")
                .doesNotContain("com.hivemq", "io.netty", "io.reactivex", "telemetry.MqttLink");
    }

    @Test
    void shouldRefuseWhatItCannotUse() throws Exception {
        Path login = Files.writeString(work.resolve("login"), "a\nb\n");

        assertThat(Ran.saccade(arguments("synthetic:", "--mqtt", "broker")).code())
                .isEqualTo(2);
        assertThat(Ran.saccade(arguments("synthetic:", "--mqtt-login", login.toString()))
                        .refusal())
                .contains("--mqtt-login", "--mqtt;");
        Files.setPosixFilePermissions(login, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Ran readable =
                Ran.saccade(arguments("synthetic:", "--mqtt", "mqtt://127.0.0.1/r", "--mqtt-login", login.toString()));
        assertThat(readable.code()).isEqualTo(3);
        assertThat(readable.refusal()).contains("chmod 600 " + login);
    }

    private void awaitText(List<String> heard, String part) {
        Await.until(part, () -> heard.stream().anyMatch(l -> l.contains(part)), () -> heard + log(work));
    }

    private static String[] arguments(String source, String... more) {
        List<String> all = new ArrayList<>(
                List.of("run", "--source", source, "--model", model, "--backend", "cpu", "--actuator", "none"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Process program(Path classes, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.saccade.cli.Main"));
        line.addAll(List.of(arguments("synthetic:?fps=50", more)));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
    }

    private static String log(Path work) {
        try {
            return Files.readString(work.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<JsonNode> states(List<String> heard) throws IOException {
        List<JsonNode> states = new ArrayList<>();
        for (String line : heard) {
            if (line.startsWith(STATE)) {
                states.add(JSON.readTree(line.substring(STATE.length())));
            }
        }
        return states;
    }
}
