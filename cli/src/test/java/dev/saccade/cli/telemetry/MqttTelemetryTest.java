package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.control.ControlEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry and remote stop against a broker and clients that others wrote. */
@Timeout(120)
class MqttTelemetryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "0 test/robot/event ";
    private static final String STATE = "0 test/robot/state ";

    @TempDir
    Path work;

    @Test
    void shouldTellStatusStateAndEachTransitionOnce() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            List<String> heard = mosquitto.listen();
            try (TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
                Await.until("a state", () -> has(heard, STATE + "{\"key\":0,\"stopArmed\":true}"), () -> heard);
                rig.transition(41);
                rig.telemetry.onEvent(ControlEvents.SKIPPED, System.nanoTime(), 3, 4_000_000, 42, 0);
                rig.key.set(7);
                Await.until("the new state", () -> has(heard, STATE + "{\"key\":7"), () -> heard);
                Await.until("the event", () -> has(heard, EVENT), () -> heard);
            }
            Await.until("the goodbye", () -> has(heard, "0 test/robot/status offline"), () -> heard);

            assertThat(heard).contains("0 test/robot/status online");
            assertThat(events(heard)).hasSize(1);
            JsonNode event = events(heard).get(0);
            assertThat(event.get("kind").asText()).isEqualTo("mode");
            assertThat(event.get("from").asText()).isEqualTo("NOMINAL");
            assertThat(event.get("to").asText()).isEqualTo("DEGRADED");
            assertThat(event.get("reason").asText()).isEqualTo("PERCEPTION_STALE");
            assertThat(event.get("tick").asLong()).isEqualTo(41);
            assertThat(event.get("text").asText()).contains("NOMINAL -> DEGRADED at tick 41");
            assertThat(mosquitto.listen())
                    .as("what late comers get")
                    .satisfies(late -> Await.until("both", () -> late.size() == 2, () -> late))
                    .contains("1 test/robot/status offline")
                    .anyMatch(l -> l.startsWith("1 test/robot/state {\"key\":7"));
        }
    }

    @Test
    void shouldStopOnWhateverIsSaidExceptNothing() throws Exception {
        byte[] garbage = new byte[300];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) (i * 37);
        }
        Path file = Files.write(work.resolve("garbage"), garbage);
        try (Mosquitto mosquitto = Mosquitto.start(work);
                TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
            List<String> heard = mosquitto.listen();
            rig.awaitConnection(1);
            mosquitto.publish("stop", "-q", "1", "-n");
            mosquitto.publish("stopped", "-q", "1", "-m", "another topic");
            mosquitto.publish("stop", "-q", "1", "-m", "jo at the fence");
            Await.until("a stop", () -> rig.stops.size() == 1, () -> rig.stops);
            mosquitto.publish("stop", "-q", "0", "-m", "false");
            Await.until("a stop", () -> rig.stops.size() == 2, () -> rig.stops);
            mosquitto.publish("stop", "-q", "2", "-f", file.toString());
            Await.until("a stop", () -> rig.stops.size() == 3, () -> rig.stops);

            assertThat(rig.stops.get(0)).isEqualTo("mqtt test/robot/stop: jo at the fence");
            assertThat(rig.stops.get(1)).isEqualTo("mqtt test/robot/stop: false");
            assertThat(rig.stops.get(2)).matches("mqtt test/robot/stop: [^\\p{Cntrl}]{1,64}");
            Await.until(
                    "the answers",
                    () -> heard.stream().filter(l -> l.startsWith(EVENT)).count() == 3,
                    () -> heard);
            assertThat(events(heard).get(0).get("kind").asText()).isEqualTo("stop-received");
            assertThat(events(heard).get(0).get("by").asText()).isEqualTo("jo at the fence");
            assertThat(rig.telemetry.counts().stops()).isEqualTo(3);
        }
    }

    @Test
    void shouldHonourARetainedStopAtEachConnectionUntilItIsTakenBack() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            mosquitto.publish("stop", "-q", "1", "-r", "-m", "pulled");
            try (TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
                Await.until("the stop", () -> !rig.stops.isEmpty(), rig.telemetry::counts);
                assertThat(rig.stops).containsExactly("mqtt test/robot/stop: pulled");
            }
            mosquitto.publish("stop", "-q", "1", "-r", "-n");
            try (TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
                List<String> heard = mosquitto.listen();
                // Behind the subscription: a retained stop would have come before this one.
                rig.awaitConnection(1);
                mosquitto.publish("stop", "-q", "1", "-m", "live");
                Await.until("the live stop", () -> !rig.stops.isEmpty(), () -> heard);
                assertThat(rig.stops).containsExactly("mqtt test/robot/stop: live");
            }
        }
    }

    @Test
    void shouldComeBackWhenTheBrokerDoesAndTellWhatHappenedMeanwhile() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work);
                TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
            rig.awaitConnection(1);
            mosquitto.kill();
            Await.until("the loss", () -> !rig.telemetry.counts().stopArmed(), rig.telemetry::counts);
            for (int tick = 0; tick < 5; tick++) {
                rig.transition(tick);
            }
            Await.until(
                    "a refused attempt",
                    () -> rig.telemetry.counts().error().contains("nobody listens"),
                    rig.telemetry::counts);
            mosquitto.up();
            List<String> heard = mosquitto.listen();
            rig.awaitConnection(2);
            Await.until(
                    "the events",
                    () -> heard.stream().filter(l -> l.startsWith(EVENT)).count() >= 5,
                    () -> heard);
            mosquitto.publish("stop", "-q", "1", "-m", "still there");
            Await.until("the stop", () -> !rig.stops.isEmpty(), () -> heard);

            assertThat(events(heard).stream().limit(5).map(e -> e.get("tick").asInt()))
                    .containsExactly(0, 1, 2, 3, 4);
            assertThat(rig.stops).containsExactly("mqtt test/robot/stop: still there");
        }
    }

    @Test
    void shouldDropAndCountWhileTheBrokerHangs() throws Exception {
        int flood = 5_000;
        int bound = 256 + 64;
        try (Mosquitto mosquitto = Mosquitto.start(work);
                TelemetryRig rig = new TelemetryRig(mosquitto.uri())) {
            List<String> heard = mosquitto.listen();
            rig.awaitConnection(1);
            mosquitto.signal("STOP");
            try {
                for (int tick = 0; tick < flood; tick++) {
                    rig.transition(tick);
                }
                Await.until(
                        "the bound",
                        () -> rig.telemetry.counts().dropped() >= flood - 2 * bound,
                        rig.telemetry::counts);
            } finally {
                mosquitto.signal("CONT");
            }
            Await.until("an event", () -> has(heard, EVENT), () -> heard);
            rig.transition(flood);
            Await.until(
                    "the later event",
                    () -> heard.stream().anyMatch(l -> l.contains("at tick " + flood)),
                    () -> heard.size());
            assertThat(events(heard).stream()
                            .map(e -> e.get("seq").asLong())
                            .distinct()
                            .count())
                    .isLessThanOrEqualTo(2L * bound + 1);
        }
    }

    @Test
    void shouldLeaveAHangingBrokerBehind() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(work)) {
            TelemetryRig rig = new TelemetryRig(mosquitto.uri());
            rig.awaitConnection(1);
            mosquitto.signal("STOP");
            rig.transition(1);
            rig.close();

            assertThat(Thread.getAllStackTraces().keySet())
                    .as("close waits a bounded time, and the thread ends within it")
                    .noneMatch(t -> t.getName().equals("saccade-mqtt"));
        }
    }

    @Test
    void shouldSayThatTheLoginIsWrongAndTakeTheRightOne() throws Exception {
        Path passwords = Files.writeString(work.resolve("passwords"), "robot:correct horse\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
        try (Mosquitto mosquitto = protectedBroker(passwords)) {
            try (TelemetryRig rig = new TelemetryRig(mosquitto.uri(), login("robot", "battery staple"), null)) {
                Await.until("the refusal", () -> !rig.telemetry.counts().error().isEmpty(), rig.telemetry::counts);
                assertThat(rig.telemetry.counts().error())
                        .contains("refused the login", "--mqtt-login")
                        .doesNotContain("staple");
                assertThat(rig.telemetry.counts().connections()).isZero();
            }
            try (TelemetryRig rig = new TelemetryRig(mosquitto.uri(), login("robot", "correct horse"), null)) {
                rig.awaitConnection(1);
            }
        }
    }

    private Mosquitto protectedBroker(Path passwords) throws Exception {
        String program = Mosquitto.program("mosquitto_passwd");
        if (program != null) {
            new ProcessBuilder(program, "-U", passwords.toString()).start().waitFor();
        }
        return Mosquitto.start(work, "allow_anonymous false", "password_file " + passwords);
    }

    private Path login(String user, String password) throws Exception {
        Path file = Files.writeString(work.resolve("login"), user + "\n" + password + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static boolean has(List<String> heard, String beginning) {
        return heard.stream().anyMatch(l -> l.startsWith(beginning));
    }

    private static List<JsonNode> events(List<String> heard) throws Exception {
        List<JsonNode> events = new java.util.ArrayList<>();
        for (String line : heard) {
            if (line.startsWith(EVENT)) {
                events.add(JSON.readTree(line.substring(EVENT.length())));
            }
        }
        return events;
    }
}
