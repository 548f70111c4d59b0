package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job end to end, on a synthetic scene and a detector made on the spot. */
class RunCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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
    void shouldProcessEveryFrameAtFullPaceAndWriteALineForEach() throws IOException {
        Path lines = work.resolve("p.jsonl");
        Path report = work.resolve("r.json");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?pace=max&frames=60&seed=3",
                "--model",
                model,
                "--backend",
                "cpu",
                "--actuator",
                "none",
                "--perceptions",
                lines.toString(),
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        List<String> written = Files.readAllLines(lines);
        assertThat(written).hasSize(60);
        for (int i = 0; i < written.size(); i++) {
            JsonNode line = JSON.readTree(written.get(i));
            assertThat(line.get("frame").asInt()).isEqualTo(i);
            assertThat(line.get("backend").asText()).isEqualTo("CPU");
            assertThat(line.get("freshness").asText()).isIn("FRESH", "STALE");
            assertThat(line.get("latencyNs").asLong()).isPositive();
            for (JsonNode d : line.get("detections")) {
                assertThat(d.get("label").asText()).isIn("person", "car");
                assertThat(d.get("score").asDouble()).isBetween(0.5, 1.0);
                assertThat(d.get("box")).hasSize(4);
            }
        }
        JsonNode told = JSON.readTree(report.toFile());
        assertThat(told.at("/frames/captured").asInt()).isEqualTo(60);
        assertThat(told.at("/frames/processed").asInt()).isEqualTo(60);
        assertThat(told.at("/frames/dropped").asInt()).isZero();
        assertThat(told.at("/exit").asInt(-1)).isZero();
        assertThat(told.at("/backend").asText()).isEqualTo("CPU");
        assertThat(told.at("/device").asText()).isEqualTo("cpu");
        assertThat(told.at("/backendReason").asText("none"))
                .as("the CPU was asked for")
                .isEmpty();
        assertThat(told.at("/perception/latencyNs/p99").asLong())
                .isGreaterThanOrEqualTo(told.at("/perception/latencyNs/p50").asLong());
        assertThat(told.at("/stages/inference/latencyNs/p50").asLong()).isPositive();
        long modes = 0;
        for (JsonNode ticks : told.at("/control/modes")) {
            modes += ticks.asLong();
        }
        assertThat(told.at("/control/ticks").asLong()).isPositive().isLessThanOrEqualTo(modes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "process"})
    void shouldSayWhyTheGpuThatWasNamedDoesNotRun(String isolation) throws IOException {
        String reason = Engines.unavailable(Backend.TENSORRT).orElse(null);
        assumeTrue(reason != null, "TensorRT runs here");
        Path report = work.resolve("r.json");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?pace=max&frames=5",
                "--model",
                model,
                "--device",
                "cuda:1",
                "--isolation",
                isolation,
                "--actuator",
                "none",
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("--device cuda:1: the CPU runs the model; the log says why");
        assertThat(JSON.readTree(report.toFile()).at("/backendReason").asText()).isEqualTo(reason);
    }

    @Test
    void shouldSeeTheSameAtEveryRun() throws IOException {
        Path first = work.resolve("a.jsonl");
        Path second = work.resolve("b.jsonl");
        for (Path lines : List.of(first, second)) {
            Ran ran = Ran.saccade(
                    "run",
                    "--source",
                    "synthetic:?pace=max&frames=20&seed=3",
                    "--model",
                    model,
                    "--actuator",
                    "none",
                    "--perceptions",
                    lines.toString());
            assertThat(ran.code()).as(ran.err()).isZero();
        }

        assertThat(detections(first)).isEqualTo(detections(second)).isNotEmpty();
    }

    @Test
    void shouldReportFewerBoxesWhenTheMinimumScoreIsHigher() throws IOException {
        Path low = work.resolve("low.jsonl");
        Path high = work.resolve("high.jsonl");
        assertThat(runWithScore("0.3", low)).isZero();
        assertThat(runWithScore("0.9", high)).isZero();

        assertThat(boxes(low)).isGreaterThan(boxes(high));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingInSteadyState(boolean standby) throws IOException {
        Path report = work.resolve("r.json");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?fps=200&frames=1400",
                "--model",
                model,
                "--rate",
                "500",
                // Wide, so that a busy machine reaches steady state, too.
                "--max-age",
                "2000",
                "--actuator",
                "none",
                "--fallback",
                standby ? model : "none",
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode told = JSON.readTree(report.toFile());
        assertThat(told.at("/warm/frame").asLong()).isPositive();
        assertThat(told.at("/warm/tick").asLong()).isPositive();
        assertThat(told.at("/allocation/frames").asLong()).isGreaterThan(100);
        assertThat(told.at("/allocation/ticks").asLong()).isGreaterThan(300);
        assertThat(told.at("/allocation/bytesTotal").asLong())
                .as(
                        "camera %s, perception %s, control %s",
                        told.at("/allocation/cameraBytes"),
                        told.at("/allocation/perceptionBytes"),
                        told.at("/allocation/controlBytes"))
                .isZero();
    }

    @Test
    void shouldDrawEachFrame() throws IOException {
        Path pictures = work.resolve("pictures");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?pace=max&frames=3",
                "--model",
                model,
                "--actuator",
                "none",
                "--annotate",
                pictures.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        try (Stream<Path> files = Files.list(pictures)) {
            assertThat(files.map(f -> f.getFileName().toString()).sorted())
                    .containsExactly("frame-000000.png", "frame-000001.png", "frame-000002.png");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheMaximumAgeIsRefused() throws IOException {
        Path lines = work.resolve("p.jsonl");
        Path video = work.resolve("v.mp4");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?fps=5",
                "--model",
                model,
                "--actuator",
                "none",
                "--max-age",
                "205",
                "--perceptions",
                lines.toString(),
                "--annotate",
                video.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("maxAge of 205.0 ms").contains("raise maxAge");
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void shouldKeepTheDeclaredFallbackWarmAndReportIt() throws IOException {
        Path declaring = TinyDetector.write(work.resolve("declaring"));
        TinyDetector.write(work.resolve("smaller"));
        Path yaml = declaring.resolve("model.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "fallback: smaller\n");
        Path report = work.resolve("r.json");

        Ran ran = runOnce(declaring, report);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("standby   tiny: ");
        JsonNode told = JSON.readTree(report.toFile());
        assertThat(told.at("/perception/failover/standby").asText()).isEqualTo("tiny");
        assertThat(told.at("/perception/failover/detectionNs/count").isNumber()).isTrue();
        assertThat(told.at("/frames/duplicates").asInt(-1)).isZero();
        assertThat(told.at("/control/reasons")).isNotEmpty();

        assertThat(runOnce(declaring, report, "--fallback", "none").code()).isZero();
        assertThat(JSON.readTree(report.toFile())
                        .at("/perception/failover/standby")
                        .asText())
                .isEmpty();
    }

    @Test
    void shouldRefuseAFallbackThatCannotStandInAndBoundsThatCanNeverBe() throws IOException {
        Path other = TinyDetector.write(work.resolve("other"));
        Files.writeString(other.resolve("labels.txt"), "person\ntruck\n");
        Path declaring = Path.of(model);
        Path report = work.resolve("r.json");

        Ran unfit = runOnce(declaring, report, "--fallback", other.toString());
        assertThat(unfit.code()).as(unfit.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unfit.err()).contains("fallback tiny cannot stand in for tiny: it has no label 'car'");
        Ran misses = runOnce(declaring, report, "--deadline-misses", "4/3");
        assertThat(misses.code()).isEqualTo(ExitCode.USAGE);
        assertThat(misses.err()).contains("deadline misses: 4 of 3 can never be");
        assertThat(runOnce(declaring, report, "--deadline-misses", "often").err())
                .contains("'often' is not N/M");
        Ran alone = runOnce(declaring, report, "--hang-timeout", "30");
        assertThat(alone.code()).isEqualTo(ExitCode.USAGE);
        assertThat(alone.err()).contains("nothing stands in for a hung engine");
    }

    private static Ran runOnce(Path directory, Path report, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "run",
                "--source",
                "synthetic:?pace=max&frames=30",
                "--model",
                directory.toString(),
                "--backend",
                "cpu",
                "--actuator",
                "none",
                "--report",
                report.toString()));
        arguments.addAll(List.of(more));
        return Ran.saccade(arguments.toArray(String[]::new));
    }

    private int runWithScore(String score, Path lines) {
        return Ran.saccade(
                        "run",
                        "--source",
                        "synthetic:?pace=max&frames=10",
                        "--model",
                        model,
                        "--actuator",
                        "none",
                        "--min-score",
                        score,
                        "--perceptions",
                        lines.toString())
                .code();
    }

    private static List<String> detections(Path lines) throws IOException {
        try (Stream<String> all = Files.lines(lines)) {
            return all.map(l -> l.substring(l.indexOf("\"detections\""))).toList();
        }
    }

    private static long boxes(Path lines) throws IOException {
        return detections(lines).stream()
                .mapToLong(l -> l.split("\"box\"", -1).length - 1)
                .sum();
    }
}
