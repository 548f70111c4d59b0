package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code models halve}: what it writes can be run, and what it refuses it refuses in one line. */
class HalveCommandTest {
    @TempDir
    Path work;

    private Path tiny;
    private Path half;

    @BeforeEach
    void makeModel() throws IOException {
        tiny = TinyDetector.write(work.resolve("tiny"));
        half = work.resolve("half");
    }

    @Test
    void shouldMakeAPackageThatRuns() throws IOException {
        JsonNode report = json("models", "halve", tiny.toString(), half.toString(), "--json", "--fp16-io");

        assertThat(report.at("/converted").asInt())
                .isEqualTo(report.at("/nodes").asInt());
        assertThat(report.at("/castsAdded").asInt(-1)).isZero();
        Ran ran = Ran.saccade(
                "run", "--source", "synthetic:", "--model", half.toString(), "--actuator", "none", "--frames", "3");
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    @Test
    void shouldKeepWhatIsNamed() throws IOException {
        JsonNode report = json("models", "halve", tiny.toString(), half.toString(), "--json", "--keep-fp32", "sizes");

        assertThat(report.at("/islands")).hasSize(1);
        assertThat(report.at("/islands/0/node").asText()).isEqualTo("sizes");
        assertThat(report.at("/islands/0/reason").asText()).isEqualTo("asked for");
    }

    @Test
    void shouldRefuseInOneLine() throws IOException {
        String to = half.toString();
        refused(Ran.saccade("models", "halve", tiny.toString()), 2, "OUT");
        refused(Ran.saccade("models", "halve", work.resolve("none").toString(), to), 3, "none");
        refused(Ran.saccade("models", "halve", tiny.toString(), tiny.toString()), 2, "tiny", "not empty");
        refused(
                Ran.saccade("models", "halve", tiny.toString(), to, "--keep-fp32", "nose"),
                3,
                "model.onnx",
                "'nose'",
                "name of the graph");
        refused(Ran.saccade("models", "halve", tiny.toString(), to, "--keep-fp32-type", "Conv,Identity"), 3, "no node");
        Files.writeString(tiny.resolve("model.onnx"), "not a model");
        refused(Ran.saccade("models", "halve", tiny.toString(), to), 3, "model.onnx", "not a whole ONNX file");
        assertThat(work)
                .isDirectoryNotContaining(path -> path.getFileName().toString().contains("half"));
    }

    @Test
    void shouldMakeADirectoryThatOthersMayRead() throws IOException {
        Path usual = Files.createDirectory(work.resolve("usual"));

        assertThat(Ran.saccade("models", "halve", tiny.toString(), half.toString())
                        .code())
                .isZero();

        assertThat(Files.getPosixFilePermissions(half)).isEqualTo(Files.getPosixFilePermissions(usual));
    }

    @Test
    void shouldSayInWordsWhyAPlaceCannotBeWritten() {
        Ran ran = Ran.saccade("models", "halve", tiny.toString(), "/proc/half");

        refused(ran, ExitCode.FELL_SHORT, "/proc/half cannot be written (no such file); name another place");
        assertThat(ran.err()).doesNotContain("Exception");
    }

    private static void refused(Ran ran, int code, String... parts) {
        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains(parts);
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    }

    private static JsonNode json(String... arguments) throws IOException {
        Ran ran = Ran.saccade(arguments);
        assertThat(ran.code()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }
}
