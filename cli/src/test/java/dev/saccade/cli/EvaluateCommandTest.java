package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelStore;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import dev.saccade.scene.landing.LandingRenderer;
import dev.saccade.scene.landing.LandingSample;
import dev.saccade.scene.landing.PinholeCamera;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of a few bytes, and two that ship, on pictures whose truth is known. */
class EvaluateCommandTest {
    private static final int CELL = 8;

    @TempDir
    private Path dir;

    private static Ran evaluate(Object... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        Stream.of(arguments).map(Object::toString).forEach(all::add);
        return Ran.saccade(all.toArray(String[]::new));
    }

    private static JsonNode json(Ran ran) throws IOException {
        assertThat(ran.refusal()).isEmpty();
        return new ObjectMapper().readTree(ran.out());
    }

    private static double metric(Ran ran, String name) throws IOException {
        return json(ran).get("metrics").get(name).asDouble();
    }

    private static void picture(Path file, int width, int height, Color ground, Map<int[], Color> cells)
            throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(ground);
        g.fillRect(0, 0, width, height);
        cells.forEach((at, colour) -> {
            g.setColor(colour);
            g.fillRect(at[0] * CELL, at[1] * CELL, CELL, CELL);
        });
        g.dispose();
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    /** Answers with the colour that is brightest. */
    private Path colours() throws IOException {
        Path model = Files.createDirectories(dir.resolve("colours"));
        OnnxGraph graph = new OnnxGraph("colours");
        graph.input("input", 1, 3, CELL, CELL);
        graph.output("scores", graph.node("GlobalAveragePool", List.of("input")), 1, 3, 1, 1);
        Files.write(model.resolve("model.onnx"), OnnxWriter.write(graph));
        Files.writeString(model.resolve("labels.txt"), "red\ngreen\nblue\n");
        Files.writeString(model.resolve("model.yaml"), """
                saccade: 1
                name: colours
                task: classification
                input: {size: [8, 8], colour: RGB, resize: stretch, scale: 0.03125, layout: NCHW, type: fp32}
                decoder: {kind: logits}
                thresholds: {score: 0.4}
                """);
        return model;
    }

    private Path colourPictures() throws IOException {
        Path data = dir.resolve("colour-pictures");
        picture(data.resolve("red/1.png"), 8, 8, new Color(200, 20, 20), Map.of());
        picture(data.resolve("red/2.png"), 9, 7, new Color(90, 20, 20), Map.of());
        picture(data.resolve("green/1.png"), 8, 8, new Color(20, 200, 20), Map.of());
        picture(data.resolve("blue/1.png"), 8, 8, new Color(20, 20, 200), Map.of());
        picture(data.resolve("blue/dark <b>.png"), 8, 8, new Color(120, 20, 40), Map.of());
        return data;
    }

    /** Bright cells are persons, dark ones cars, in boxes around a cell's first pixel; what lies between is neither. */
    private Path cells() throws IOException {
        Path model = TinyDetector.write(dir.resolve("cells"));
        Path yaml = model.resolve("model.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("score: 0.5", "score: 0.6"));
        return model;
    }

    private Path cellPictures() throws IOException {
        Path data = dir.resolve("cell-pictures");
        Map<int[], Color> cells = Map.of(new int[] {1, 1}, Color.WHITE, new int[] {5, 4}, Color.BLACK);
        picture(data.resolve("images/a.png"), 64, 64, Color.GRAY, cells);
        picture(data.resolve("images/b.png"), 64, 64, Color.GRAY, Map.of(new int[] {3, 6}, Color.WHITE));
        Files.writeString(data.resolve("cells.json"), """
                {"images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 64},
                            {"id": 2, "file_name": "b.png", "width": 64, "height": 64}],
                 "categories": [{"id": 1, "name": "person"}, {"id": 2, "name": "car"}],
                 "annotations": [{"image_id": 1, "category_id": 1, "bbox": [4, 4, 8, 8]},
                                 {"image_id": 1, "category_id": 2, "bbox": [36, 28, 8, 8]},
                                 {"image_id": 2, "category_id": 1, "bbox": [20, 44, 8, 8]}]}
                """);
        return data;
    }

    @Test
    void shouldMeasureAClassifierAndMeetOrMissABound() throws Exception {
        Path model = colours();
        Path data = colourPictures();
        Ran ran = evaluate(model, "--labels", data, "--json");
        assertThat(metric(ran, "top1")).isEqualTo(0.8);
        assertThat(metric(ran, "top5")).isEqualTo(1);
        assertThat(evaluate(model, "--labels", data, "--json").out()).isEqualTo(ran.out());
        assertThat(evaluate(model, "--labels", data, "--min", "top1=0.8,auc=0.5")
                        .code())
                .isZero();
        Ran missed = evaluate(model, "--labels", data, "--min", "top1=0.81");
        assertThat(missed.code()).isEqualTo(1);
        assertThat(missed.refusal()).contains("top1 is 0.8000, less than 0.81").hasLineCount(1);
        Files.move(data.resolve("red"), data.resolve("other"));
        Files.move(data.resolve("green"), data.resolve("red"));
        Files.move(data.resolve("other"), data.resolve("green"));
        assertThat(metric(evaluate(model, "--labels", data, "--json"), "top1")).isEqualTo(0.2);
    }

    @Test
    void shouldMeasureADetectorAndNoticeSwappedLabels() throws Exception {
        Path model = cells();
        Path data = cellPictures();
        Ran ran = evaluate(model, "--labels", data, "--json");
        assertThat(metric(ran, "map")).isEqualTo(1);
        assertThat(metric(ran, "mapSmall")).isEqualTo(1);
        assertThat(metric(ran, "f1")).isEqualTo(1);
        assertThat(json(ran).get("metrics").get("mapLarge").isNull()).isTrue();
        Path file = data.resolve("cells.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"person\"", "\"x\"")
                        .replace("\"car\"", "\"person\"")
                        .replace("\"x\"", "\"car\""));
        assertThat(metric(evaluate(model, "--labels", file, "--json"), "map")).isZero();
    }

    @Test
    void shouldReadTheSameObjectsFromMotText() throws Exception {
        Path model = cells();
        Path data = cellPictures();
        Files.createDirectories(data.resolve("img1"));
        Files.move(data.resolve("images/a.png"), data.resolve("img1/000001.png"));
        Files.move(data.resolve("images/b.png"), data.resolve("img1/000002.png"));
        Files.createDirectories(data.resolve("gt"));
        Files.writeString(data.resolve("gt/gt.txt"), "1,1,5,5,8,8,1,1,1\n2,1,21,45,8,8,1,1,1\n");
        Ran ran = evaluate(model, "--labels", data, "--json");
        assertThat(json(ran).get("data").get("format").asText()).isEqualTo("mot");
        assertThat(metric(ran, "map")).isEqualTo(1);
    }

    private Path landings(int shift) throws IOException {
        Path data = dir.resolve("landings-" + shift);
        PinholeCamera camera = PinholeCamera.WIDE;
        LandingSample sample = new LandingSample(camera);
        for (int i = 0; i < 12; i++) {
            LandingRenderer rendered = sample.render(3_000_000_000_000L + 2L * i);
            BufferedImage image = new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, camera.width(), camera.height(), rendered.picture(), 0, camera.width());
            BufferedImage mask = new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_BYTE_GRAY);
            byte[] truth = rendered.mask();
            for (int k = 0; k < truth.length; k++) {
                mask.getRaster().setSample(k % camera.width(), k / camera.width(), 0, truth[k]);
            }
            Files.createDirectories(data.resolve("images"));
            Files.createDirectories(data.resolve("masks"));
            ImageIO.write(image, "png", data.resolve("images/" + i + ".png").toFile());
            ImageIO.write(
                    mask,
                    "png",
                    data.resolve("masks/" + (i + shift) % 12 + ".png").toFile());
        }
        return data;
    }

    @Test
    void shouldMeasureTheLandingPadModelAndNoticeMasksOfOtherPictures() throws Exception {
        double right = metric(evaluate("landing-pad", "--labels", landings(0), "--json"), "miou");
        double shuffled = metric(evaluate("landing-pad", "--labels", landings(1), "--json"), "miou");
        System.out.println("landing-pad: mIoU " + right + ", with shuffled masks " + shuffled);
        assertThat(right).isGreaterThan(0.9);
        assertThat(shuffled).isLessThan(0.7);
    }

    @Test
    void shouldRefuseAMaskOfAnotherSize() throws Exception {
        Path data = landings(0);
        picture(data.resolve("images/3.png"), 64, 64, Color.GRAY, Map.of());
        Ran ran = evaluate("landing-pad", "--labels", data);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.refusal())
                .contains("masks/3.png", "64x64", "as large as its picture")
                .hasLineCount(1);
    }

    @Test
    void shouldRecogniseWhatItSeesInRealPictures() throws Exception {
        Optional<Path> model = ModelStore.open().show("mobilenet-imagenet").cached();
        Optional<Path> pictures = ModelStore.open().show("opencv-pictures").cached();
        if (model.isEmpty() || pictures.isEmpty()) {
            System.out.println("skipped: mobilenet-imagenet and opencv-pictures are not in the cache");
        }
        Assumptions.assumeTrue(model.isPresent() && pictures.isPresent());
        Path data = dir.resolve("real");
        Files.createDirectories(data.resolve("orange"));
        Files.createDirectories(data.resolve("monarch"));
        Files.copy(pictures.get().resolve("fruits.jpg"), data.resolve("orange/fruits.jpg"));
        Files.copy(pictures.get().resolve("butterfly.jpg"), data.resolve("monarch/butterfly.jpg"));
        Ran ran = evaluate(model.get(), "--labels", data, "--json");
        assertThat(metric(ran, "top1")).isEqualTo(1);
        Files.move(data.resolve("monarch/butterfly.jpg"), data.resolve("orange/butterfly.jpg"));
        assertThat(metric(evaluate(model.get(), "--labels", data, "--json"), "top1"))
                .isEqualTo(0.5);
    }

    @Test
    void shouldLeaveAReportThatNeedsNothingElseAndBecomesAVersionsRecord() throws Exception {
        Path model = colours();
        Path data = colourPictures();
        Path out = dir.resolve("evaluated");
        Ran ran = evaluate(model, "--labels", data, "--out", out, "--who", "a \"tester\"");
        assertThat(ran.refusal()).isEmpty();
        assertThat(ran.out()).contains("top1", "0.8000", "report.html");
        String html = Files.readString(out.resolve("report.html"));
        assertThat(html).contains("default-src 'none'", "data:image/png;base64,");
        assertThat(html.replaceAll("data:image/png;base64,[A-Za-z0-9+/=]+", ""))
                .doesNotContain("http:", "https:", "//", "<script", "@import", "url(", "<link");
        assertThat(Files.readString(out.resolve("metrics.json")))
                .isEqualTo(evaluate(model, "--labels", data, "--json").out());
        for (String chart : List.of("roc", "pr", "confusion", "labels", "luma", "output")) {
            assertThat(ImageIO.read(out.resolve(chart + ".png").toFile()).getWidth())
                    .isGreaterThan(600);
        }
        Map<String, Object> record = PlainYaml.read(out.resolve("record.yaml"), "creator: x", "docs");
        assertThat(record).containsEntry("creator", "a \"tester\"").containsKeys("started", "ended", "datasets");
        assertThat(record.get("metrics"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("top1", "0.8");
        Path repository = dir.resolve("repository");
        Ran published = Ran.saccade(
                "models",
                "publish",
                model.toString(),
                "--record",
                out.toString(),
                "--repository",
                repository.toString());
        assertThat(published.refusal()).isEmpty();
        assertThat(repository.resolve("colours/versions/1/record/report.html"))
                .hasSameTextualContentAs(out.resolve("report.html"));
        assertThat(metric(evaluate("colours@1", "--labels", data, "--json", "--repository", repository), "top1"))
                .isEqualTo(0.8);
        Files.writeString(model.resolve("labels.txt"), "red\ngreen\nviolet\n");
        Ran other = Ran.saccade(
                "models",
                "publish",
                model.toString(),
                "--record",
                out.toString(),
                "--repository",
                repository.toString());
        assertThat(other.code()).isEqualTo(3);
        assertThat(other.refusal())
                .contains("record.yaml", "evaluate this package")
                .hasLineCount(1);
    }

    @Test
    void shouldRefuseWrongUsageBeforeAnyWork() throws Exception {
        Path model = colours();
        Path data = colourPictures();
        Files.writeString(Files.createDirectories(dir.resolve("full")).resolve("x"), "");
        List<Object[]> wrong = List.of(
                new Object[] {"--min", "miou=0.5"},
                new Object[] {"--min", "top1=60"},
                new Object[] {"--format", "voc"},
                new Object[] {"--limit", "0"},
                new Object[] {"--min-score", "2"},
                new Object[] {"--out", dir.resolve("full")});
        for (Object[] options : wrong) {
            Ran ran = evaluate(model, "--labels", data, options[0], options[1]);
            assertThat(ran.code()).as("%s", (Object) options).isEqualTo(2);
            assertThat(ran.refusal()).hasLineCount(1);
        }
        assertThat(evaluate(model, "--labels", cellPictures()).code()).isEqualTo(2);
        Path lines = cells();
        Path yaml = lines.resolve("model.yaml");
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace(
                                "kind: centernet, heatmap: heatmap, sizes: sizes",
                                "kind: mlsd, centre: heatmap, displacement: sizes"));
        Ran segments = evaluate(lines, "--labels", cellPictures());
        assertThat(segments.code()).isEqualTo(2);
        assertThat(segments.refusal()).contains("line segments").hasLineCount(1);
        Files.writeString(data.resolve("red/3.png"), "no picture");
        Ran damaged = evaluate(model, "--labels", data, "--out", dir.resolve("never"));
        assertThat(damaged.code()).isEqualTo(3);
        assertThat(damaged.refusal()).contains("red/3.png").hasLineCount(1);
        assertThat(dir.resolve("never")).doesNotExist();
        assertThat(evaluate(model, "--labels", dir.resolve("none")).code()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAPictureThatIsNotAsLargeAsItsLabelsSay() throws Exception {
        Path data = cellPictures();
        picture(data.resolve("images/b.png"), 32, 64, Color.GRAY, Map.of());
        Ran ran = evaluate(cells(), "--labels", data);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.refusal()).contains("b.png", "32x64", "64x64").hasLineCount(1);
    }
}
