package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}: passes a sound engine, fails a changed one with a report that needs nothing else. */
class VerifyCommandTest {
    private static final String FRAMES = "synthetic:?size=64x48";

    @TempDir
    Path work;

    private Path tiny;

    @BeforeEach
    void makeModel() throws IOException {
        tiny = TinyDetector.write(work.resolve("tiny"));
    }

    @Test
    void shouldPassASoundEngine() throws IOException {
        Path out = work.resolve("out");

        Ran ran = verify("--out", out.toString(), "--json", "--deadline", "60000");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(ran.out());
        assertThat(report.at("/passed").asBoolean()).isTrue();
        assertThat(report.at("/frames")).hasSize(5);
        assertThat(report.at("/latency/missed").asDouble(-1)).isZero();
        assertThat(out).isDirectoryContaining(p -> p.endsWith("gate.yaml"));
        assertThat(new ObjectMapper().readTree(out.resolve("report.json").toFile()))
                .isEqualTo(report);
    }

    @Test
    void shouldFailAChangedWeightAndLeaveAReport() throws IOException {
        Path changed = TinyDetector.write(work.resolve("changed"));
        spoil(changed.resolve("model.onnx"));
        Path out = work.resolve("out");

        Ran ran = verify("--engine-of", changed.toString(), "--out", out.toString());

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains("fails the gate", " by ");
        assertThat(ran.out()).contains("first to differ", "(Conv)");
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("failed", "data:image/png;base64,").doesNotContain("http", "src=\"/");
        try (Stream<Path> pictures = Files.list(out.resolve("worst/candidate"))) {
            assertThat(pictures).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseInOneLine() {
        refused(verify("--frames", "1"), 2, "--frames 1");
        refused(verify("--cadence", "0"), 2, "--cadence");
        refused(verify("--engine-of", work.resolve("none").toString()), 3, "none");
        refused(verify("--engine-of", "none@3", "--repository", work.toString()), 3, "no model repository");
    }

    private Ran verify(String... more) {
        String[] begin = {"verify", tiny.toString(), "--backend", "cpu", "--source", FRAMES, "--cadence", "1000"};
        Stream<String> frames =
                Stream.of(more).anyMatch("--frames"::equals) ? Stream.empty() : Stream.of("--frames", "5");
        return Ran.saccade(Stream.of(Stream.of(begin), frames, Stream.of(more))
                .flatMap(s -> s)
                .toArray(String[]::new));
    }

    /** The bias 1 of the class car becomes 3: the only pair of floats 0 and 1 in the file. */
    private static void spoil(Path onnx) throws IOException {
        String bytes = new String(Files.readAllBytes(onnx), StandardCharsets.ISO_8859_1);
        String bias = text(0, 0, 0, 0, 0, 0, 0x80, 0x3f);
        int at = bytes.indexOf(bias);
        assertThat(at).isPositive();
        assertThat(bytes.indexOf(bias, at + 1)).isNegative();
        String three = text(0, 0, 0, 0, 0, 0, 0x40, 0x40);
        Files.writeString(onnx, bytes.substring(0, at) + three + bytes.substring(at + 8), StandardCharsets.ISO_8859_1);
    }

    private static String text(int... bytes) {
        return new String(bytes, 0, bytes.length);
    }

    private static void refused(Ran ran, int code, String... parts) {
        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains(parts);
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    }
}
