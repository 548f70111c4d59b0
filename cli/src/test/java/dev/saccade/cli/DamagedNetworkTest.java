package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network that nobody can use, through every command that takes one: one line with the reason, and exit code 3. */
class DamagedNetworkTest {
    @TempDir
    Path dir;

    private Path model;
    private Path onnx;

    @BeforeEach
    void write() throws IOException {
        model = TinyDetector.write(dir.resolve("tiny"));
        onnx = model.resolve("model.onnx");
    }

    private List<String[]> commands() {
        String path = model.toString();
        String repository = dir.resolve("repository").toString();
        return List.of(
                new String[] {"run", "--source", "synthetic:", "--model", path, "--actuator", "none", "--frames", "3"},
                new String[] {"verify", path, "--backend", "cpu", "--source", "synthetic:", "--frames", "3"},
                new String[] {
                    "compile",
                    path,
                    "--device",
                    "cpu",
                    "--store",
                    dir.resolve("store").toString()
                },
                new String[] {"models", "publish", path, "--repository", repository});
    }

    private void refusedByAll(String... words) {
        refusedBy(commands(), words);
    }

    private void refusedBy(List<String[]> commands, String... words) {
        List<String> answers = new ArrayList<>();
        for (String[] command : commands) {
            Ran ran = Ran.saccade(command);
            String said = String.join(" ", command) + "\n" + ran.err();
            boolean isRight = ran.code() == ExitCode.BAD_INPUT
                    && ran.refusal().lines().count() == 1
                    && List.of(words).stream().allMatch(ran.refusal()::contains);
            if (!isRight) {
                answers.add(ran.code() + ": " + said);
            }
        }
        assertThat(answers).isEmpty();
        assertThat(dir.resolve("repository").resolve("tiny").resolve("versions"))
                .doesNotExist();
    }

    @Test
    void shouldRefuseATruncatedNetwork() throws IOException {
        byte[] whole = Files.readAllBytes(onnx);
        Files.write(onnx, java.util.Arrays.copyOf(whole, whole.length / 2));
        refusedByAll("model.onnx: not a whole ONNX file", "fetch or export it again");
    }

    @Test
    void shouldNameAnOperatorThatNobodyKnowsAndItsNode() throws IOException {
        replace("Conv", "Corv");
        refusedByAll("model.onnx: operator Corv", "of node ", "export the model with standard ONNX operators");
    }

    @Test
    void shouldRefuseAnEmptyFileAndADirectory() throws IOException {
        Files.write(onnx, new byte[0]);
        refusedByAll("model.onnx: not a whole ONNX file (0 bytes)", "fetch or export it again");
        Files.delete(onnx);
        Files.createDirectory(onnx);
        refusedByAll("model.onnx", "not a file");
    }

    @Test
    void shouldRefuseLabelsOfAnotherCount() throws IOException {
        Files.writeString(model.resolve("labels.txt"), "person\n");
        // An engine is made of the network alone: compile has no use for labels.
        List<String[]> all = commands();
        refusedBy(List.of(all.get(0), all.get(1), all.get(3)), "labels", "1", "2");
    }

    @Test
    void shouldRefuseToPublishOrCompileWeightsThatAreNoNumbers() throws IOException {
        spoil();
        List<String[]> commands = commands();
        for (String[] command : commands.subList(2, 4)) {
            Ran ran = Ran.saccade(command);
            assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(ran.refusal())
                    .contains("model.onnx: the tensor", "holds NaN")
                    .hasLineCount(1);
        }
    }

    /** In a process of its own: a run that fell short gives its exit code to whatever process it ran in. */
    @Test
    @Timeout(120)
    void shouldSeeNothingWithWeightsThatAreNoNumbers() throws Exception {
        spoil();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(java, "-cp", classPath, "dev.saccade.cli.Main"));
        command.addAll(List.of(commands().get(0)));
        Path said = dir.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isEqualTo(ExitCode.FELL_SHORT);
        assertThat(Files.readString(said))
                .contains("3 captured, 0 seen", "no frame could be seen: output 'heatmap' holds NaN or infinity");
    }

    /** The weights' first number, wherever it stands, becomes NaN. */
    private void spoil() throws IOException {
        int bits = Float.floatToIntBits(1f / (255 * 3 * 8 * 8));
        replace(text(bits), text(0x7fc00000));
    }

    private static String text(int bits) {
        byte[] bytes = {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)};
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void replace(String from, String to) throws IOException {
        String all = new String(Files.readAllBytes(onnx), StandardCharsets.ISO_8859_1);
        assertThat(all).contains(from);
        Files.write(onnx, all.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
}
