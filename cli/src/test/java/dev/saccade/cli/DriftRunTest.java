package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.cli.telemetry.Await;
import dev.saccade.cli.telemetry.Mosquitto;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From frames that nobody labelled to a version that notices when they change; and versions that nobody may load. */
class DriftRunTest {
    private static final int FRAMES = 300;
    private static final int CELL = 8;

    @TempDir
    static Path dir;

    private static Path bright;
    private static Path dark;
    private static Path model;

    @BeforeAll
    static void draw() throws IOException {
        model = TinyDetector.write(dir.resolve("tiny"));
        Files.createDirectories(dir.resolve("trust"));
        bright = draw(dir.resolve("bright"), 1, 1);
        dark = draw(dir.resolve("dark"), 2, 0.3);
        assertThat(ran("models", "observe", model, "--source", "dir:" + bright, "--out", dir.resolve("observed"))
                        .out())
                .contains("frames    " + FRAMES);
        assertThat(ran("models", "publish", model, "--record", dir.resolve("observed"))
                        .code())
                .isZero();
        assertThat(ran("models", "publish", model).code()).isZero();
    }

    /** White cells on grey: persons, and a car where a cell is black. */
    private static Path draw(Path to, long seed, double light) throws IOException {
        Random random = new Random(seed);
        Files.createDirectories(to);
        for (int i = 0; i < FRAMES; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            int ground = (int) (light * (110 + random.nextInt(30)));
            g.setColor(new Color(ground, ground, ground));
            g.fillRect(0, 0, 64, 64);
            cell(g, random, (int) (light * 255));
            cell(g, random, 0);
            g.dispose();
            ImageIO.write(
                    image,
                    "png",
                    to.resolve(String.format(Locale.ROOT, "%04d.png", i)).toFile());
        }
        return to;
    }

    private static void cell(Graphics2D g, Random random, int value) {
        g.setColor(new Color(value, value, value));
        g.fillRect(random.nextInt(8) * CELL, random.nextInt(8) * CELL, CELL, CELL);
    }

    private static Ran ran(Object... arguments) {
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(List.of("--repository", dir.resolve("repository").toString()));
        all.addAll(List.of("--trust", dir.resolve("trust").toString()));
        return Ran.saccade(all.toArray(String[]::new));
    }

    private static JsonNode run(Path frames, Object... more) throws IOException {
        Path report = dir.resolve("report.json");
        List<Object> all =
                new ArrayList<>(List.of("run", "--source", "dir:" + frames + "?pace=max", "--backend", "cpu"));
        all.addAll(List.of("--actuator", "none", "--report", report));
        all.addAll(List.of(more));
        Ran ran = ran(all.toArray());
        assertThat(ran.code()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(report.toFile()).get("drift");
    }

    @Test
    void shouldStayQuietOnTheFramesThatWereRecorded() throws IOException {
        JsonNode drift = run(bright, "--model", "tiny@1");
        assertThat(drift.get("watching").asBoolean()).isTrue();
        assertThat(drift.get("frames").asInt()).isEqualTo(FRAMES);
        assertThat(drift.get("windows").asInt()).isEqualTo(1);
        assertThat(drift.get("level").asText()).isEqualTo("NONE");
        assertThat(drift.at("/input/psi").asDouble())
                .isLessThan(drift.at("/input/limit").asDouble());
    }

    @Test
    void shouldNoticeDarkFramesAndWhatTheModelMakesOfThem() throws IOException {
        JsonNode drift = run(dark, "--model", "tiny@1");
        assertThat(drift.get("level").asText()).isEqualTo("DRIFT");
        assertThat(drift.at("/input/level").asText()).isEqualTo("DRIFT");
        assertThat(drift.at("/input/ks").asDouble()).isEqualTo(1);
        assertThat(drift.at("/labels/level").asText()).isEqualTo("DRIFT");
        assertThat(run(dark, "--model", "tiny@1", "--drift-psi", "1000/1000")
                        .get("level")
                        .asText())
                .isEqualTo("NONE");
    }

    @Test
    void shouldTellABrokerHowTheRunCompares() throws Exception {
        try (Mosquitto mosquitto = Mosquitto.start(dir)) {
            List<String> heard = mosquitto.listen();
            run(dark, "--model", "tiny@1", "--mqtt", mosquitto.uri());
            JsonNode told = lastState(heard).get("drift");
            assertThat(told.get("window").asInt()).isEqualTo(256);
            assertThat(told.get("frames").asInt()).isBetween(1, FRAMES);
            // The last frames may still be compared when the broker is told goodbye.
            boolean isJudged = told.get("windows").asInt() > 0;
            assertThat(told.get("level").asText()).isEqualTo(isJudged ? "DRIFT" : "NONE");
            assertThat(told.at("/input/worst").asText()).isEqualTo(isJudged ? "DRIFT" : "NONE");
            assertThat(told.at("/input/psi").isNumber()).isEqualTo(isJudged);
            assertThat(told.has("labels")).isTrue();

            heard.clear();
            run(dark, "--model", model, "--mqtt", mosquitto.uri());
            assertThat(lastState(heard).has("drift")).as("a plain package").isFalse();
        }
    }

    private static JsonNode lastState(List<String> heard) throws IOException {
        Await.until("the goodbye", () -> heard.contains("0 test/robot/status offline"), () -> heard);
        List<String> states =
                heard.stream().filter(l -> l.startsWith("0 test/robot/state ")).toList();
        String last = states.get(states.size() - 1);
        return new ObjectMapper().readTree(last.substring(last.indexOf('{')));
    }

    @Test
    void shouldSayOnceWhatIsMissingAndHowToMakeIt() throws IOException {
        JsonNode drift = run(dark, "--model", "tiny@2");
        assertThat(drift.get("watching").asBoolean()).isFalse();
        assertThat(drift.get("note").asText())
                .contains("tiny@2", "no statistics", "models observe tiny@2", "models publish --record");
        assertThat(drift.at("/input/psi").isNull()).isTrue();
        assertThat(run(dark, "--model", model).get("note").asText()).contains("plain package");
        assertThat(run(dark, "--model", "tiny@1", "--no-drift").get("note").asText())
                .contains("--no-drift");
    }

    @Test
    void shouldCompareOnlyFramesWhenAnotherScoreIsServed() throws IOException {
        JsonNode drift = run(bright, "--model", "tiny@1", "--min-score", "0.9");
        assertThat(drift.get("note").asText()).contains("input only", "0.9", "0.5");
        assertThat(drift.at("/output/psi").isNull()).isTrue();
        assertThat(drift.at("/input/psi").isNull()).isFalse();
    }

    @Test
    void shouldRefuseAUsageThatCannotBeMeant() {
        assertThat(ran("models", "observe", model, "--source", "dir:" + bright, "--out", model)
                        .code())
                .isEqualTo(ExitCode.USAGE);
        assertThat(ran("run", "--drift-psi", "0.3/0.1").refusal()).contains("--drift-psi", "0.1/0.25");
        Ran empty =
                ran("models", "observe", model, "--source", "dir:" + dir.resolve("trust"), "--out", dir.resolve("o"));
        assertThat(empty.code()).isNotZero();
        assertThat(empty.refusal()).hasLineCount(1);
        assertThat(dir.resolve("o")).doesNotExist();
    }

    @Test
    void shouldLoadNoVersionThatIsNotWhole() throws IOException {
        ran("models", "publish", model);
        Path broken = dir.resolve("repository/tiny/versions/3/package/labels.txt");
        Files.writeString(broken, "cat\ncar\n");
        String source = "dir:" + bright;
        for (Ran ran : List.of(
                ran("run", "--model", "tiny@3", "--source", source),
                ran("evaluate", "tiny@3", "--labels", bright, "--format", "coco"),
                ran("verify", "tiny@3", "--source", source),
                ran("verify", "tiny@1", "--engine-of", "tiny@3", "--source", source),
                ran("models", "halve", "tiny@3", dir.resolve("halved")),
                ran("models", "observe", "tiny@3", "--source", source, "--out", dir.resolve("seen")))) {
            assertThat(ran.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(ran.refusal()).contains("labels.txt", "'saccade models pull' fetches the version again");
        }
        assertThat(ran("verify", "tiny@1", "--source", source, "--frames", "4").code())
                .as("the control: a whole version is loaded")
                .isZero();
    }
}
