package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is asked to end by a signal ends in order. */
class SignalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEEN_BEFORE = 20;

    @TempDir
    Path work;

    @Test
    @Timeout(120)
    void shouldCompleteItsFilesAndEndWithTheReportsExitCode() throws Exception {
        Path model = TinyDetector.write(work.resolve("tiny"));
        Path lines = work.resolve("p.jsonl");
        Path report = work.resolve("r.json");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.saccade.cli.Main",
                        "run",
                        "--source",
                        "synthetic:?fps=50",
                        "--model",
                        model.toString(),
                        "--actuator",
                        "none",
                        "--perceptions",
                        lines.toString(),
                        "--report",
                        report.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        try {
            while (program.isAlive()
                    && (!Files.exists(lines) || Files.readAllLines(lines).size() < SEEN_BEFORE)) {
                program.waitFor(20, TimeUnit.MILLISECONDS);
            }
            program.destroy();
            int code = program.waitFor();

            String log = Files.readString(work.resolve("log"));
            assertThat(code).as(log).isZero();
            JsonNode told = JSON.readTree(report.toFile());
            assertThat(told.at("/exit").asInt(-1)).isEqualTo(code);
            assertThat(told.at("/ended").asText()).isEqualTo("STOPPED");
            List<String> written = Files.readAllLines(lines);
            assertThat(written).hasSizeGreaterThanOrEqualTo(SEEN_BEFORE);
            for (String line : written) {
                assertThat(JSON.readTree(line).has("frame")).isTrue();
            }
            assertThat(Files.readString(lines)).endsWith("\n");
        } finally {
            program.destroyForcibly();
        }
    }
}
