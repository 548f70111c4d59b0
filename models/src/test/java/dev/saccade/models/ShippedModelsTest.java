package dev.saccade.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.catalogue.Asset;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The catalogue's models, pulled and converted, look at known pictures. Needs a source that answers, or a filled cache. */
@Tag("assets")
class ShippedModelsTest {
    private static final int PERSON = 0;
    private static final int SPORTS_BALL = 32;

    private static ModelStore store;

    @BeforeAll
    static void open() throws ModelsException {
        store = ModelStore.open();
    }

    private static Path pulled(String name) throws ModelsException {
        try {
            return store.pull(name, PullProgress.SILENT);
        } catch (ModelsException e) {
            System.out.println("skipped: " + e.getMessage());
            Assumptions.assumeTrue(e.kind() != ModelsException.Kind.NO_SOURCE, e.getMessage());
            throw e;
        }
    }

    private static BufferedImage picture(String name, int size) throws ModelsException, IOException {
        return scaled(ImageIO.read(pulled("opencv-pictures").resolve(name).toFile()), size);
    }

    private static BufferedImage scaled(BufferedImage from, int size) {
        BufferedImage to = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = to.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(from, 0, 0, size, size, null);
        graphics.dispose();
        return to;
    }

    private static float[] planes(BufferedImage image, float scale) {
        int size = image.getWidth();
        float[] out = new float[3 * size * size];
        for (int i = 0; i < size * size; i++) {
            int rgb = image.getRGB(i % size, i / size);
            for (int c = 0; c < 3; c++) {
                out[c * size * size + i] = (rgb >> (16 - 8 * c) & 255) * scale;
            }
        }
        return out;
    }

    private static Map<String, float[]> detect(float[] pixels) throws ModelsException {
        return OnnxRunner.run(
                pulled("centernet-coco").resolve("model.onnx"),
                "input",
                pixels,
                new int[] {1, 3, 512, 512},
                Map.of("heatmap", new int[] {1, 80, 128, 128}, "sizes", new int[] {1, 4, 128, 128}));
    }

    private static int strongest(float[] values, int from, int count) {
        int best = from;
        for (int i = from; i < from + count; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    @Test
    void shouldDetectFootballerAndBall() throws Exception {
        Map<String, float[]> out = detect(planes(picture("messi5.jpg", 512), 1));
        float[] heatmap = out.get("heatmap");
        int person = strongest(heatmap, PERSON * 16384, 16384);
        assertThat(heatmap[person]).isBetween(0.4f, 1f);
        float[] box = box(out.get("sizes"), person % 16384);
        // Seen by eye in the stretched picture: from the left hand to the right elbow, from the hair to the boots.
        assertThat(box[0]).isBetween(50f, 110f);
        assertThat(box[1]).isBetween(70f, 115f);
        assertThat(box[2]).isBetween(395f, 450f);
        assertThat(box[3]).isBetween(480f, 512f);
        int ball = strongest(heatmap, SPORTS_BALL * 16384, 16384);
        assertThat(heatmap[ball]).isGreaterThan(0.5f);
        float[] round = box(out.get("sizes"), ball % 16384);
        assertThat((round[0] + round[2]) / 2).isBetween(325f, 355f);
        assertThat((round[1] + round[3]) / 2).isBetween(450f, 485f);
    }

    private static float[] box(float[] sizes, int cell) {
        float x = cell % 128 * 4;
        float y = cell / 128 * 4;
        return new float[] {
            x - sizes[cell], y - sizes[16384 + cell], x + sizes[2 * 16384 + cell], y + sizes[3 * 16384 + cell]
        };
    }

    @Test
    void shouldDetectNothingInGrey() throws Exception {
        float[] grey = new float[3 * 512 * 512];
        java.util.Arrays.fill(grey, 128);
        float[] heatmap = detect(grey).get("heatmap");
        assertThat(heatmap[strongest(heatmap, 0, heatmap.length)]).isLessThan(0.3f);
    }

    @Test
    void shouldNameButterfly() throws Exception {
        Path model = pulled("mobilenet-imagenet");
        List<String> labels = Files.readAllLines(model.resolve("labels.txt"));
        assertThat(labels).hasSize(1001).startsWith("background", "tench, Tinca tinca");
        float[] logits = OnnxRunner.run(
                        model.resolve("model.onnx"),
                        "input",
                        planes(picture("butterfly.jpg", 224), 1 / 255f),
                        new int[] {1, 3, 224, 224},
                        Map.of("logits", new int[] {1, 1001}))
                .get("logits");
        int best = strongest(logits, 0, logits.length);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[best]);
        }
        assertThat(labels.get(best)).startsWith("monarch");
        assertThat(1 / sum).isGreaterThan(0.6);
    }

    @Test
    void shouldTellFootballerFromBackground() throws Exception {
        float[] mask = OnnxRunner.run(
                        pulled("selfie-segmentation").resolve("model.onnx"),
                        "input",
                        planes(picture("messi5.jpg", 256), 1 / 255f),
                        new int[] {1, 3, 256, 256},
                        Map.of("mask", new int[] {1, 1, 256, 256}))
                .get("mask");
        assertThat(mask).hasSize(65536);
        assertThat(mask[200 * 256 + 130]).as("shorts").isGreaterThan(0.9f);
        assertThat(mask[120 * 256 + 120]).as("chest").isGreaterThan(0.9f);
        assertThat(mask[10 * 256 + 10]).as("stand").isLessThan(0.1f);
        assertThat(mask[240 * 256 + 20]).as("grass").isLessThan(0.1f);
        int person = 0;
        for (float share : mask) {
            person += share > 0.5f ? 1 : 0;
        }
        assertThat(person / 65536.0).isBetween(0.12, 0.3);
    }

    @Test
    void shouldFindEdgesOfBuilding() throws Exception {
        BufferedImage image = picture("building.jpg", 320);
        float[] pixels = new float[320 * 320 * 4];
        for (int i = 0; i < 320 * 320; i++) {
            int rgb = image.getRGB(i % 320, i / 320);
            pixels[4 * i] = rgb >> 16 & 255;
            pixels[4 * i + 1] = rgb >> 8 & 255;
            pixels[4 * i + 2] = rgb & 255;
            pixels[4 * i + 3] = 1;
        }
        Map<String, float[]> out = OnnxRunner.run(
                pulled("mlsd-lines").resolve("model.onnx"),
                "input_image_with_alpha:0",
                pixels,
                new int[] {1, 320, 320, 4},
                Map.of("scores", new int[] {1, 160, 160, 1}, "offsets", new int[] {1, 160, 160, 4}));
        float[] scores = out.get("scores");
        float[] offsets = out.get("offsets");
        int lines = 0;
        boolean leftEdge = false;
        for (int cell = 0; cell < scores.length; cell++) {
            float dx = offsets[4 * cell + 2] - offsets[4 * cell];
            float dy = offsets[4 * cell + 3] - offsets[4 * cell + 1];
            if (scores[cell] > 0.2f && Math.hypot(dx, dy) > 10) {
                lines++;
                // The building's left edge stands upright at a sixth of the width and is a third of the height long.
                leftEdge |= Math.abs(dx) < 3 && Math.abs(dy) > 50 && Math.abs(cell % 160 - 27) < 4;
            }
        }
        assertThat(lines).isBetween(25, 80);
        assertThat(leftEdge).isTrue();
    }

    @Test
    void shouldPullEveryAssetOfTheCatalogue() throws Exception {
        for (Asset asset : store.catalogue().assets()) {
            pulled(asset.name());
        }
        assertThat(store.list()).allMatch(status -> status.cached().isPresent());
    }
}
