package dev.saccade.cli;

import static dev.saccade.cli.Ran.saccade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final String[] RUN = {"--frames", "3", "--source", "synthetic:?size=64x48"};

    @TempDir
    Path work;

    private Path model;

    @BeforeEach
    void writePackage() throws Exception {
        model = TinyDetector.write(work.resolve("package"));
    }

    @Test
    void shouldListLayersAndWriteAPage() throws Exception {
        Path page = work.resolve("layers.html");
        Ran ran = saccade("inspect", model.toString(), RUN[0], RUN[1], RUN[2], RUN[3], "--html", page.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("operators ", "recording costs", "all layers", "page      " + page);
        assertThat(Files.readString(page))
                .startsWith("<!doctype html>")
                .contains("default-src 'none'")
                .doesNotContain("http://", "https://", "src=");
        try (var files = Files.list(work)) {
            assertThat(files).containsExactlyInAnyOrder(model, page);
        }
    }

    @Test
    void shouldPrintJsonWithStableNames() throws Exception {
        Ran ran = saccade("inspect", model.toString(), RUN[0], RUN[1], RUN[2], RUN[3], "--json");
        JsonNode json = new ObjectMapper().readTree(ran.out());

        assertThat(json.at("/timing/runs").asInt()).isEqualTo(3);
        double shares = 0;
        for (JsonNode layer : json.get("layers")) {
            assertThat(layer.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "index",
                            "name",
                            "operator",
                            "precision",
                            "provider",
                            "from",
                            "outputs",
                            "format",
                            "tactic",
                            "outputBytes",
                            "parameterBytes",
                            "macs",
                            "calls",
                            "p50Ns",
                            "typicalNs",
                            "share");
            shares += layer.get("share").asDouble();
        }
        assertThat(shares).isBetween(1 - 1e-6, 1 + 1e-6);
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(List.of(
                        "subject", "view", "network", "macs", "timing", "memory", "operators", "layers", "notes"));
    }

    @Test
    void shouldNotRunWhatIsNotToBeRun() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(saccade("inspect", model.toString(), "--no-run", "--json")
                        .out());

        assertThat(json.get("timing").isNull()).isTrue();
        assertThat(json.at("/layers/0/outputBytes").isNumber()).isTrue();
    }

    @Test
    void shouldReadAnEnginesDirectoryWithoutAGpu() throws Exception {
        Path engine = Files.createDirectory(work.resolve("engine"));
        Files.writeString(engine.resolve("layers.json"), "{\"Layers\": [{\"Name\": \"\\u001b[2Jconv\"}]}");
        Ran ran = saccade("inspect", engine.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("\\u001b[2Jconv", "IProfiler").doesNotContain("\u001b");
    }

    @Test
    void shouldEndWithTheCodeOfWhatIsWrong() throws Exception {
        Path store = work.resolve("none");
        Ran missing = saccade("inspect", model.toString(), "--backend", "tensorrt", "--store", store.toString());
        assertThat(missing.code()).isEqualTo(ExitCode.NO_DEVICE);
        assertThat(missing.refusal()).contains(store.toString(), "saccade compile");

        Path cut = Files.write(work.resolve("cut.onnx"), new byte[] {58, 127, 1});
        Ran damaged = saccade("inspect", cut.toString());
        assertThat(damaged.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(damaged.refusal()).contains("cut.onnx").hasLineCount(1);

        Path engine = Files.createDirectory(work.resolve("engine"));
        Files.writeString(engine.resolve("layers.json"), "[".repeat(10_000));
        assertThat(saccade("inspect", engine.toString()).code()).isEqualTo(ExitCode.BAD_INPUT);

        Ran strange = saccade("inspect", "\u001b[2Jgone");
        assertThat(strange.code()).isIn(ExitCode.USAGE, ExitCode.BAD_INPUT);
        assertThat(strange.err()).contains("gone").doesNotContain("\u001b");

        assertThat(saccade("inspect").code()).isEqualTo(ExitCode.USAGE);
        assertThat(saccade("inspect", model.toString(), "--frames", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(saccade("inspect", model.toString(), "--top", "0").code()).isEqualTo(ExitCode.USAGE);
        assertThat(saccade("inspect", model.toString(), "--backend", "auto").code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(saccade("inspect", model.toString(), "--html", work + "/no/page.html")
                        .code())
                .isEqualTo(ExitCode.USAGE);
    }
}
