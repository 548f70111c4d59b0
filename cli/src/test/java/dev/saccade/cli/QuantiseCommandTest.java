package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models quantise}: what it writes can be run, and what it refuses it refuses in one line. */
class QuantiseCommandTest {
    private static final String FRAMES = "synthetic:?size=64x48&pace=max";

    @TempDir
    Path work;

    private Path tiny;
    private Path out;

    @BeforeEach
    void makeModel() throws IOException {
        tiny = TinyDetector.write(work.resolve("tiny"));
        out = work.resolve("int8");
    }

    @Test
    void shouldMakeAPackageThatRunsOrTellWhyNot() throws IOException {
        Ran made = Ran.saccade(
                "models",
                "quantise",
                tiny.toString(),
                "--frames",
                FRAMES,
                "--out",
                out.toString(),
                "--read",
                "9",
                "--sample",
                "9",
                "--sensitivity-frames",
                "2",
                "--json");

        JsonNode report = new ObjectMapper().readTree(made.out());
        assertThat(made.code()).as(made.err()).isEqualTo(report.at("/passed").asBoolean() ? 0 : 1);
        assertThat(report.at("/layers/0/alone/noise").isNumber()).isTrue();
        assertThat(report.at("/calibrationFrames")).hasSize(5);
        assertThat(report.at("/tried")).hasSize(3);
        assertThat(report.at("/selectionFrames")).hasSize(2);
        assertThat(Files.exists(out)).isEqualTo(report.at("/passed").asBoolean());
        if (report.at("/passed").asBoolean()) {
            Ran ran = Ran.saccade(
                    "run", "--source", "synthetic:", "--model", out.toString(), "--actuator", "none", "--frames", "3");
            assertThat(ran.code()).as(ran.err()).isZero();
        }
    }

    @Test
    void shouldRefuseInOneLine() throws IOException {
        Path empty = Files.createDirectories(work.resolve("empty"));
        refused(quantise(tiny, empty.toString()), 3, "no images", "put jpg");
        refused(quantise(work.resolve("none"), FRAMES), 3, "none");
        refused(quantise(tiny, FRAMES, "--sample", "3"), 2, "--sample 3", "8 to 2000");
        refused(quantise(tiny, FRAMES, "--read", "7", "--sample", "8"), 2, "--read 7");
        refused(quantise(tiny, FRAMES, "--restore", "int8"), 2, "--restore int8", "fp32 or fp16");
        refused(quantise(tiny, FRAMES, "--sensitivity-frames", "13"), 2, "13", "0 to 12");
        refused(quantise(tiny, FRAMES, "--keep", "nose", "--read", "9", "--sample", "9"), 3, "'nose' is no layer");
        refused(Ran.saccade("models", "quantise", tiny.toString(), "--out", out.toString()), 2, "--frames");
        assertThat(out).doesNotExist();
    }

    private Ran quantise(Path model, String frames, String... more) {
        String[] usual = {"models", "quantise", model.toString(), "--frames", frames, "--out", out.toString()};
        String[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Ran.saccade(all);
    }

    private static void refused(Ran ran, int code, String... parts) {
        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains(parts);
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    }
}
