package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A candidate beside production and in its place, as a user starts it. */
@Timeout(120)
class RolloutRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path packages;

    private static String model;
    private static String candidate;

    @TempDir
    Path work;

    private JsonNode report;

    @BeforeAll
    static void makeModels() throws IOException {
        model = TinyDetector.write(packages.resolve("tiny")).toString();
        candidate = named("tiny-new", "thresholds: {score: 0.51");
    }

    private static String named(String name, String threshold) throws IOException {
        Path directory = TinyDetector.write(packages.resolve(name));
        Path yaml = directory.resolve("model.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("name: tiny", "name: " + name)
                        .replace("thresholds: {score: 0.5", threshold));
        return directory.toString();
    }

    private Ran run(String... more) throws IOException {
        Path file = work.resolve("r.json");
        List<String> all = new ArrayList<>(
                List.of("run", "--source", "synthetic:?size=320x240&fps=50", "--backend", "cpu", "--actuator", "none"));
        all.addAll(List.of("--model", model, "--report", file.toString()));
        all.addAll(List.of(more));
        Ran ran = Ran.saccade(all.toArray(String[]::new));
        report = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
        return ran;
    }

    private Ran canary(String which, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("--canary", which, "--canary-state"));
        all.addAll(List.of(work.resolve("rollout").toString(), "--vehicle", "rover-7"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void shouldLookBesideProductionAndTellHowItWent() throws IOException {
        // Out of reach: whether a shared machine lets a shadow cost nothing is not the question here.
        Ran ran = run("--shadow", candidate, "--shadow-cost", "1000000", "--duration", "4");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode shadow = report.at("/shadow");
        assertThat(shadow.at("/model").asText()).isEqualTo("tiny-new");
        assertThat(shadow.at("/engine").asText()).containsPattern("SCHED_(IDLE|BATCH)");
        long sum = shadow.at("/compared").asLong() + shadow.at("/faults").asLong();
        for (JsonNode skipped : shadow.at("/skipped")) {
            sum += skipped.asLong();
        }
        assertThat(shadow.at("/frames").asLong()).isPositive().isBetween(sum, sum + 1);
        assertThat(shadow.at("/skipped/measuring").asLong()).isPositive();
        assertThat(ran.err()).contains("shadow    tiny-new: saw ");
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny");
        assertThat(report.has("canary")).isFalse();
    }

    @Test
    void shouldServeTheCandidateInChosenRunsAndProductionInTheOthers() throws IOException {
        assertThat(canary(candidate, "--canary-share", "100%", "--canary-max-latency", "1000", "--frames", "60")
                        .code())
                .isZero();
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny-new");
        assertThat(report.at("/canary/chosen").asBoolean()).isTrue();
        assertThat(report.at("/canary/fellBack").asBoolean())
                .as("%s", report.at("/canary"))
                .isFalse();
        assertThat(report.at("/canary/run").asText()).isEqualTo("1");
        assertThat(report.at("/shadow/model").asText())
                .as("compared with production")
                .isEqualTo("tiny");
        assertThat(report.at("/perception/failover/standby").asText()).isEqualTo("tiny");

        assertThat(canary(candidate, "--canary-share", "0", "--frames", "30").code())
                .isZero();
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny");
        assertThat(report.at("/canary/chosen").asBoolean()).isFalse();
        assertThat(report.at("/canary/run").asText()).isEqualTo("2");
        assertThat(report.has("shadow")).isFalse();
    }

    @Test
    void shouldFallBackDuringTheRunAndStayBackUntilReset() throws IOException {
        String[] all = {"--canary-share", "1", "--canary-max-latency", "1000"};
        Ran ran = canary(candidate, with(all, "--fault", "engine-error@500ms:200ms", "--duration", "3"));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(report.at("/canary/fellBack").asBoolean()).isTrue();
        assertThat(report.at("/canary/reason").asText()).startsWith("faults: ");
        assertThat(report.at("/perception/failover/readmissions").asLong()).isZero();
        assertThat(report.at("/perception/standbyResults").asLong())
                .as("production serves")
                .isGreaterThan(20);
        assertThat(report.at("/control/reasons/BACKEND_FALLBACK").asLong())
                .as("never silent")
                .isPositive();
        assertThat(ran.err()).contains("falls back to production: faults", "; production had no standby from then on");
        assertThat(report.at("/canary/withoutStandby").asBoolean()).isTrue();

        ran = canary(candidate, with(all, "--frames", "20"));
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny");
        assertThat(ran.err()).contains("fell back on ").contains("--canary-reset starts afresh");

        canary(candidate, with(all, "--frames", "20", "--canary-reset"));
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny-new");
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void shouldServeProductionWhereTheCandidateCannot() throws IOException {
        Path broken = Path.of(named("tiny-broken", "thresholds: {score: 0.5"));
        Files.writeString(broken.resolve("labels.txt"), "car\nperson\n");
        Ran ran = canary(broken.toString(), "--canary-share", "1", "--frames", "20");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny");
        assertThat(report.at("/canary/reason").asText()).contains("labels.txt is another");
        Files.write(broken.resolve("model.onnx"), new byte[] {1, 2, 3});
        Files.writeString(broken.resolve("labels.txt"), "person\ncar\n");
        ran = canary(broken.toString(), "--canary-share", "1", "--frames", "20");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(report.at("/model/name").asText()).isEqualTo("tiny");
        assertThat(report.at("/canary/reason").asText()).startsWith("cannot be loaded: ");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() throws IOException {
        assertThat(run("--shadow", candidate, "--canary", candidate).code()).isEqualTo(2);
        assertThat(run("--canary-share", "10%").refusal()).contains("belong to --canary");
        assertThat(run("--shadow", candidate, "--shadow-cost", "0").code()).isEqualTo(2);
        assertThat(canary(candidate, "--canary-share", "110%").code()).isEqualTo(2);
        assertThat(canary(candidate, "--canary-min-agreement", "2").code()).isEqualTo(2);
        assertThat(run("--shadow", packages.resolve("none").toString()).code()).isNotZero();
        Path other = Path.of(named("tiny-other", "thresholds: {score: 0.5"));
        Files.writeString(other.resolve("labels.txt"), "car\nperson\n");
        Ran ran = run("--shadow", other.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.refusal()).contains("tiny-other cannot be compared with tiny", "labels.txt");
    }
}
