package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each wrong input ends with one line that names the thing and the remedy, and the documented exit code. */
class BadInputTest {
    private static final int USAGE = 2;
    private static final int BAD_INPUT = 3;
    private static final int NO_DEVICE = 4;

    @TempDir
    Path work;

    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyDetector.write(work.resolve("tiny"));
    }

    @Test
    void shouldRefuseAMissingVideo() throws IOException {
        refused(run("file:" + work.resolve("none.mp4")), BAD_INPUT, "none.mp4");
    }

    @Test
    void shouldRefuseACorruptVideo() throws IOException {
        Path clip = Files.writeString(work.resolve("clip.mp4"), "not a video at all ".repeat(500));

        refused(run("file:" + clip), BAD_INPUT, "clip.mp4");
    }

    @Test
    void shouldRefuseAnEmptyVideo() throws IOException {
        refused(run("file:" + Files.createFile(work.resolve("empty.avi"))), BAD_INPUT, "empty.avi");
    }

    @Test
    void shouldRefuseAnEmptyDirectory() throws IOException {
        refused(run("dir:" + Files.createDirectory(work.resolve("empty"))), BAD_INPUT, "empty");
    }

    @Test
    void shouldRefuseAnUnknownSchemeAndOption() {
        refused(run("carrier-pigeon:1"), BAD_INPUT, "carrier-pigeon");
        refused(run("smoke:1"), USAGE, "unknown scheme 'smoke'", "synthetic");
        refused(run("synthetic:?fsp=3"), USAGE, "fsp", "fps");
    }

    @Test
    void shouldRefuseAWrongKeyWithItsLineAndTheLikelyOne() throws IOException {
        replace("model.yaml", "thresholds:", "threshold:");

        refused(run("synthetic:"), BAD_INPUT, "model.yaml:6", "threshold", "did you mean", "thresholds");
    }

    @Test
    void shouldRefuseATruncatedModel() throws IOException {
        byte[] whole = Files.readAllBytes(model.resolve("model.onnx"));
        Files.write(model.resolve("model.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));

        refused(run("synthetic:"), BAD_INPUT, "model.onnx");
    }

    @Test
    void shouldRefuseAnUnsupportedOperatorByName() throws IOException {
        byte[] bytes = Files.readAllBytes(model.resolve("model.onnx"));
        String latin = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("Conv", "Corv");
        Files.write(model.resolve("model.onnx"), latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        refused(run("synthetic:"), BAD_INPUT, "Corv");
    }

    @Test
    void shouldRefuseAWrongLabelCount() throws IOException {
        Files.writeString(model.resolve("labels.txt"), "person\n");

        refused(run("synthetic:"), BAD_INPUT, "labels.txt", "1", "2");
    }

    @Test
    void shouldRefuseUnknownBackEndsModelsAndOptions() {
        refused(
                Ran.saccade("run", "--source", "synthetic:", "--model", model.toString(), "--backend", "tpu"),
                USAGE,
                "unknown back end 'tpu'",
                "auto, tensorrt or cpu");
        refused(Ran.saccade("run", "--source", "synthetic:", "--model", "centrenet-coco"), USAGE, "centernet-coco");
        refused(Ran.saccade("run", "--sorce", "synthetic:"), USAGE, "--sorce", "--source");
        refused(Ran.saccade("run", "--serve", "8080"), USAGE, "--serve", "no such option yet");
        refused(Ran.saccade("fly-me"), USAGE, "fly-me");
    }

    @Test
    void shouldSayWhatTensorRtLacksWithoutAGpu() {
        Ran ran = Ran.saccade("run", "--source", "synthetic:", "--model", model.toString(), "--backend", "tensorrt");

        refused(ran, NO_DEVICE, "TensorRT", "--backend cpu");
    }

    @Test
    void shouldRefuseAGpuForTheCpu() {
        for (String option : new String[] {"--device=cuda:1", "--gpu-priority=high", "--budget-share=0.5"}) {
            refused(with("--backend=cpu", "--deadline=50", option), USAGE, option.split("=")[0], "--backend cpu");
        }
        refused(with("--device", "gpu1"), USAGE, "'gpu1' is no GPU", "cuda:0");
        refused(with("--gpu-priority", "urgent"), USAGE, "urgent", "low, normal or high");
        refused(with("--deadline=50", "--budget-share=1.5"), USAGE, "--budget-share 1.5");
        refused(with("--budget-share", "0.5"), USAGE, "--deadline");
    }

    @Test
    void shouldRefuseNumbersOutOfRangeAndPlacesThatCannotBeWritten() {
        refused(with("--min-score", "1.5"), USAGE, "--min-score 1.5");
        refused(with("--rate", "100000"), USAGE, "100000");
        refused(with("--deadline", "-3"), USAGE, "-3", "positive");
        refused(with("--report", work.resolve("no/such/r.json").toString()), USAGE, "--report", "does not exist");
        refused(with("--masks", work.resolve("m").toString()), USAGE, "--masks", "segmentation");
        refused(with("--annotate", work.resolve("a.xyz").toString()), USAGE, ".xyz", ".mp4");
        refused(
                Ran.saccade("run", "--source", "synthetic:", "--model", model.toString(), "--actuator", "pigeon"),
                USAGE,
                "pigeon",
                "udp://");
    }

    @Test
    void shouldRefuseAMissingCamera() {
        refused(run("opencv:97"), NO_DEVICE, "97");
    }

    private Ran run(String source) {
        return Ran.saccade("run", "--source", source, "--model", model.toString(), "--actuator", "none");
    }

    private Ran with(String... options) {
        Stream<String> run = Stream.of("run", "--source", "synthetic:", "--model", model.toString());
        Stream<String> more = Stream.concat(Stream.of("--actuator", "none"), Stream.of(options));
        return Ran.saccade(Stream.concat(run, more).toArray(String[]::new));
    }

    private void replace(String file, String from, String to) throws IOException {
        Path path = model.resolve(file);
        Files.writeString(path, Files.readString(path).replace(from, to));
    }

    private void refused(Ran ran, int code, String... parts) {
        assertThat(ran.refusal().lines()).as(ran.err()).hasSize(1);
        assertThat(ran.refusal()).contains(parts);
        assertThat(ran.code()).as(ran.err()).isEqualTo(code);
        assertThat(ran.err()).doesNotContain("\tat ");
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .doesNotContain("r.json", "m", "a.xyz")
                    .noneMatch(n -> n.endsWith(".part"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
