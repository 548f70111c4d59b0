package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlyCommandTest {
    @TempDir
    Path work;

    @Test
    void shouldWriteLogPlotAndReportOfALanding() throws Exception {
        Path log = work.resolve("log.jsonl");
        Path plot = work.resolve("plot.png");
        Path report = work.resolve("report.json");

        Ran ran = Ran.saccade(
                "fly",
                "--seed",
                "2",
                "--log",
                log.toString(),
                "--plot",
                plot.toString(),
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        ObjectMapper mapper = new ObjectMapper();
        JsonNode told = mapper.readTree(report.toFile());
        assertThat(told.get("landed").asBoolean()).isTrue();
        assertThat(told.get("touchdown").get("error").asDouble()).isBetween(0.0, 0.3);
        List<String> lines = Files.readAllLines(log);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(mapper.readTree(lines.get(i)).get("tick").asInt()).isEqualTo(i);
        }
        assertThat(told.get("modes").get("NOMINAL").asInt()).isPositive();
        assertThat(ImageIO.read(plot.toFile()).getWidth()).isGreaterThan(1000);
    }

    @Test
    void shouldFailWithOneWhenItDoesNotLand() {
        Ran ran = Ran.saccade("fly", "--fault", "camera-lost@0s:10min");

        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.FELL_SHORT);
    }

    @Test
    void shouldRefuseABadFaultInOneLineWithTheKnownKinds() {
        for (String command : List.of("fly", "run")) {
            Ran ran = Ran.saccade(command, "--fault", "engine-hagn@4s:300ms");

            assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.refusal()).hasLineCount(1).contains("did you mean engine-hang", "camera-freeze");
        }
    }

    @Test
    void shouldRefuseWhatCannotBeWrittenBeforeItFlies() {
        Ran ran = Ran.saccade("fly", "--log", work.resolve("no/such.jsonl").toString());

        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.refusal()).contains("--log", "does not exist");
        assertThat(Ran.saccade("fly", "--move-pad", "1").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldInjectFaultsIntoARun() throws Exception {
        Path model = TinyDetector.write(work.resolve("tiny"));
        Path report = work.resolve("run.json");
        Path lines = work.resolve("lines.jsonl");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?size=64x64&pace=max",
                "--frames",
                "60",
                "--model",
                model.toString(),
                "--actuator",
                "none",
                "--fault",
                "frame-loss=50%@0s:10min",
                "--fault",
                "output-blank@0s:10min",
                "--perceptions",
                lines.toString(),
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .get("frames")
                        .get("gaps")
                        .asLong())
                .isBetween(20L, 150L);
        assertThat(Files.readAllLines(lines)).hasSize(60).allMatch(line -> line.contains("\"detections\":[]"));
    }
}
