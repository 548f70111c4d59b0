package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageDirectory;
import dev.saccade.model.PackageException;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a package on disk, through ONNX Runtime, to a result. The model answers with the strongest colour. */
class PerceiversTest {
    private static final String YAML = """
            saccade: 1
            name: strongest-colour
            task: classification
            input: {size: [16, 8], colour: RGB, resize: letterbox, pad: 0, std: 32}
            decoder: {kind: logits, top: 3}
            """;

    @TempDir
    Path directory;

    @TempDir
    Path cache;

    private PackageDirectory files;

    @BeforeEach
    void writePackage() {
        files = new PackageDirectory(directory)
                .file("model.yaml", YAML)
                .file("labels.txt", "red\ngreen\nblue\n")
                .file(
                        "model.onnx",
                        new OnnxGraph()
                                .input("image", OnnxGraph.FLOAT, 1, 3, 8, 16)
                                .output("scores", OnnxGraph.FLOAT, 1, 3)
                                .node("GlobalMaxPool", List.of("image"), List.of("strongest"))
                                .node("Flatten", List.of("strongest"), List.of("scores"))
                                .bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "BGR24, RGB, red, 224, 32, 96",
        "RGB24, RGB, blue, 224, 32, 96",
        "BGR24, BGR, blue, 224, 32, 96",
        "BGR24, RGB, green, 32, 192, 96"
    })
    void shouldSeeTheStrongestColour(PixelFormat pixels, String colour, String label, int red, int green, int blue)
            throws PackageException, EngineException {
        files.file("model.yaml", YAML.replace("colour: RGB", "colour: " + colour));
        try (Perceiver perceiver = load();
                Frames frames = new Frames();
                Perception seen = perceiver.newPerception()) {
            Frame frame = frames.next(FrameFormat.of(pixels, 40, 30));
            paint(frame, blue, green, red);

            assertThat(perceiver.perceive(frame, seen, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);

            assertThat(perceiver.model().labels().get(seen.classes().label(0))).isEqualTo(label);
            assertThat(seen.classes().count()).isEqualTo(3);
            assertThat(seen.backend()).isEqualTo(Backend.CPU);
            frame.release();
        }
    }

    @Test
    void shouldGiveTheProbabilitiesOfTheGraphsNumbers() throws PackageException, EngineException {
        try (Perceiver perceiver = load();
                Frames frames = new Frames();
                Perception seen = perceiver.newPerception()) {
            Frame frame = frames.next(FrameFormat.of(PixelFormat.BGR24, 40, 30));
            paint(frame, 64, 32, 96);

            assertThat(perceiver.perceive(frame, seen, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);

            double sum = Math.exp(3) + Math.exp(2) + Math.exp(1);
            assertThat(seen.classes().score(0)).isCloseTo((float) (Math.exp(3) / sum), within(1e-5f));
            assertThat(seen.classes().score(1)).isCloseTo((float) (Math.exp(2) / sum), within(1e-5f));
            assertThat(seen.classes().score(2)).isCloseTo((float) (Math.exp(1) / sum), within(1e-5f));
            frame.release();
        }
    }

    @Test
    void shouldRefuseLabelsThatAreNotAsManyAsTheClasses() {
        files.file("labels.txt", "red\ngreen\n");

        assertThat(catchThrowableOfType(PackageException.class, this::load))
                .hasMessage(directory + ": labels.txt has 2 labels, output scores has 3 classes [1, 3];"
                        + " write one label a line for each class, in class order");
    }

    @Test
    void shouldRefuseASizeThatTheGraphDoesNotTake() {
        files.file("model.yaml", YAML.replace("[16, 8]", "[32, 32]"));

        assertThat(catchThrowableOfType(EngineException.class, this::load).getMessage())
                .contains("model.onnx", "input image", "[1, 3, 8, 16]", "[1, 3, 32, 32]");
    }

    @Test
    void shouldKeepToOneThreadOnSmallMachines() {
        EngineOptions options = Perceivers.options();

        assertThat(options.threads()).isBetween(1, 4);
        assertThat(options.threads())
                .isLessThanOrEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        assertThat(options.spin()).isFalse();
        assertThat(options.cache()).endsWith(Path.of("graphs")).isAbsolute();
    }

    @Test
    void shouldBringWhatStandsInAndRefuseWhatCannot(@TempDir Path other) throws Exception {
        PackageDirectory smaller = new PackageDirectory(other)
                .file("model.onnx", Files.readAllBytes(directory.resolve("model.onnx")))
                .file("model.yaml", YAML.replace("strongest-colour", "smaller"))
                .file("labels.txt", "blue\nred\ngreen\n");
        EngineOptions options = new EngineOptions(1, false, -1, cache);
        try (Perceiver both = Perceivers.withStandby(load(), smaller.path(), options)) {
            assertThat(both.model().name()).isEqualTo("strongest-colour");
            assertThat(both.standby().model().name()).isEqualTo("smaller");
        }
        try (Perceiver alone = Perceivers.withStandby(load(), null, options)) {
            assertThat(alone.standby())
                    .as("nothing is declared, and it runs on the CPU")
                    .isNull();
        }
        smaller.file("labels.txt", "blue\nred\nyellow\n");
        assertThat(catchThrowableOfType(
                        PackageException.class, () -> Perceivers.withStandby(load(), smaller.path(), options)))
                .hasMessage("fallback smaller cannot stand in for strongest-colour: it has no label 'green'; "
                        + "name one that knows all labels of strongest-colour");
    }

    @Test
    void shouldLookNoMoreOnceClosed() throws Exception {
        Perceiver perceiver = load();
        try (Frames frames = new Frames();
                Perception seen = perceiver.newPerception()) {
            perceiver.close();
            perceiver.close();
            Frame frame = frames.next(FrameFormat.of(PixelFormat.BGR24, 40, 30));
            assertThat(perceiver.perceive(frame, seen, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).isEqualTo("the perceiver is closed");
            frame.release();
        }
    }

    private Perceiver load() throws PackageException, EngineException {
        return Perceivers.load(ModelPackages.read(directory), Backend.CPU, new EngineOptions(1, false, -1, cache));
    }

    private static void paint(Frame frame, int... bytes) {
        int row = frame.stride(0);
        try (BytePointer pixels = new BytePointer((long) row * frame.format().height())) {
            for (int y = 0; y < frame.format().height(); y++) {
                for (int x = 0; x < 3 * frame.format().width(); x++) {
                    pixels.put((long) y * row + x, (byte) bytes[x % 3]);
                }
            }
            Kernels.copy(
                    frame.address(0),
                    pixels.address(),
                    (long) row * frame.format().height());
        }
    }
}
