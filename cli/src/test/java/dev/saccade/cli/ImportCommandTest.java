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

/** {@code models import} of an ONNX file: what it writes can be run, and what it refuses leaves nothing behind. */
class ImportCommandTest {
    @TempDir
    Path work;

    private Path onnx;
    private Path made;

    @BeforeEach
    void makeModel() throws IOException {
        onnx = TinyDetector.write(work.resolve("tiny")).resolve("model.onnx");
        made = work.resolve("made");
    }

    @Test
    void shouldMakeAPackageThatRuns() throws IOException {
        Ran ran = Ran.saccade("models", "import", onnx.toString(), "--out", made.toString(), "--yes", "--json");
        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(ran.out());
        assertThat(report.at("/keys/0/key").asText()).isEqualTo("name");
        assertThat(report.at("/alternatives").size()).isGreaterThan(1);
        assertThat(work.resolve("made-import.png")).isNotEmptyFile();
        Ran run = Ran.saccade(
                "run", "--source", "synthetic:", "--model", made.toString(), "--actuator", "none", "--frames", "3");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void shouldNotTakeWhatItOnlyAssumes() {
        Ran ran = Ran.saccade("models", "import", onnx.toString(), "--out", made.toString());
        refused(ran, 2, "assumed input.colour=RGB", "made-import.png", "--yes");
        assertThat(made).doesNotExist();
    }

    @Test
    void shouldRefuseInOneLine() throws IOException {
        String to = made.toString();
        refused(Ran.saccade("models", "import", work.resolve("none.onnx").toString(), "--out", to), 3, "no such file");
        refused(Ran.saccade("models", "import", work.toString(), "--out", to), 3, "not a file");
        refused(
                Ran.saccade("models", "import", onnx.toString(), "--out", to, "--yes", "--set", "input.colour=BRG"),
                3,
                "made/model.yaml",
                "BRG");
        refused(
                Ran.saccade("models", "import", onnx.toString(), "--out", to, "--yes", "--set", "input.color=RGB"),
                3,
                "color");
        Path labels = Files.writeString(work.resolve("labels.txt"), "a\n".repeat(90));
        refused(
                Ran.saccade("models", "import", onnx.toString(), "--out", to, "--labels", labels.toString()),
                3,
                "90 labels",
                "classes");
        byte[] whole = Files.readAllBytes(onnx);
        Path cut = Files.write(work.resolve("cut.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));
        refused(Ran.saccade("models", "import", cut.toString(), "--out", to), 3, "cut.onnx: not a whole ONNX file");
        refused(
                Ran.saccade("models", "import", onnx.toString(), "--out", "/proc/made", "--yes"),
                1,
                "/proc/made cannot be written");
        assertThat(made).doesNotExist();
        assertThat(work)
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith(".made"));
    }

    private static void refused(Ran ran, int code, String... words) {
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
        assertThat(ran.err()).contains(words);
        assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    }
}
