package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.catalogue.CatalogueReader;
import dev.saccade.models.pull.AssetCache;
import dev.saccade.models.pull.Sha256;
import dev.saccade.scene.landing.LandingRenderer;
import dev.saccade.scene.landing.LandingSample;
import dev.saccade.scene.landing.PinholeCamera;
import dev.saccade.tensor.TensorType;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole packages in FP16 on the CPU engine beside their FP32 originals, on real and rendered pictures. */
class HalfPackageTest {
    /** Every tensor at half's 11 bits, some tens of layers deep: errors of a few thousandths of the largest value. */
    private static final double TENSOR_ERROR = 0.01;

    private static final float LINE = 0.2f;

    @TempDir
    Path work;

    private Path cached(String name) throws Exception {
        Optional<Path> there = ModelStore.open().show(name).cached();
        if (there.isEmpty()) {
            System.out.println("skipped: " + name + " is not in the cache; 'saccade models pull " + name + "'");
        }
        Assumptions.assumeTrue(there.isPresent(), name + " is not in the cache");
        return there.get();
    }

    private BufferedImage picture(String name) throws Exception {
        return ImageIO.read(cached("opencv-pictures").resolve(name).toFile());
    }

    private Path shipped() throws Exception {
        return new ModelStore(CatalogueReader.shipped(), new AssetCache(work.resolve("cache")), Map.of())
                .resolveModel("landing-pad", PullProgress.SILENT);
    }

    private Outputs look(Path directory, BufferedImage picture) throws Exception {
        return Outputs.of(directory, picture, work.resolve("graphs"));
    }

    private Path halve(Path directory, Ports ports) throws Exception {
        Path to = work.resolve("half-" + ports);
        ConversionReport report = HalfPackage.convert(directory, to, Islands.none(), ports);
        assertThat(report.sourceSha256())
                .isEqualTo(Sha256.of(ModelPackages.read(directory).model()));
        assertThat(report.sha256()).isEqualTo(Sha256.of(to.resolve("model.onnx")));
        assertThat(Files.size(to.resolve("model.onnx")))
                .isLessThan(Files.size(directory.resolve("model.onnx")) * 3 / 5);
        return to;
    }

    private Outputs[] both(Path directory, BufferedImage picture) throws Exception {
        return new Outputs[] {look(directory, picture), look(halve(directory, Ports.FP32), picture)};
    }

    private static void agrees(Outputs[] both, String output) {
        double error = both[1].error(both[0], output);
        System.out.printf("fp16 %s: error %.5f of the largest value%n", output, error);
        assertThat(error).isLessThan(TENSOR_ERROR);
    }

    @Test
    void shouldNameTheSameObjects() throws Exception {
        Outputs[] both = both(cached("centernet-coco"), picture("messi5.jpg"));

        agrees(both, "heatmap");
        agrees(both, "sizes");
        assertThat(both[1].strongest("heatmap")).isEqualTo(both[0].strongest("heatmap"));
    }

    @Test
    void shouldNameTheSameClass() throws Exception {
        Outputs[] both = both(cached("mobilenet-imagenet"), picture("butterfly.jpg"));

        agrees(both, "logits");
        assertThat(both[1].strongest("logits")).isEqualTo(both[0].strongest("logits"));
    }

    @Test
    void shouldMaskTheSamePerson() throws Exception {
        Outputs[] both = both(cached("selfie-segmentation"), picture("messi5.jpg"));

        agrees(both, "mask");
        assertThat(both[1].overlap(both[0], "mask", 0.5f)).isGreaterThan(0.99);
    }

    @Test
    void shouldFindTheSameLines() throws Exception {
        Outputs[] both = both(cached("mlsd-lines"), picture("building.jpg"));

        double overlap = both[1].overlap(both[0], "scores", LINE);
        double apart = both[1].apart(both[0], "offsets", "scores", LINE);
        System.out.printf("fp16 lines: overlap %.3f, ends at most %.3f cells apart%n", overlap, apart);
        assertThat(overlap).isGreaterThan(0.9);
        assertThat(apart).isLessThan(1);
    }

    @Test
    void shouldMaskTheSamePadAndSeeAWrongWeight() throws Exception {
        Path directory = shipped();
        BufferedImage scene = pad();
        Outputs[] both = both(directory, scene);

        agrees(both, "pad");
        assertThat(both[1].overlap(both[0], "pad", 0.5f)).isGreaterThan(0.99);

        Path model = work.resolve("half-FP32/model.onnx");
        OnnxModel wrong = OnnxModel.parse(Files.readAllBytes(model));
        Message weights = wrong.initializers().values().iterator().next();
        byte[] bytes = weights.part(Onnx.TENSOR_RAW).toByteArray();
        bytes[1] = 0x4b;
        weights.set(Onnx.TENSOR_RAW, com.google.protobuf.ByteString.copyFrom(bytes));
        Files.write(model, wrong.toBytes());
        assertThat(look(work.resolve("half-FP32"), scene).error(both[0], "pad"))
                .as("with one weight near 15")
                .isGreaterThan(TENSOR_ERROR);
    }

    @Test
    void shouldDescribeTheNewPackage() throws Exception {
        Path directory = shipped();
        ModelPackage before = ModelPackages.read(directory);
        ModelPackage after = ModelPackages.read(halve(directory, Ports.FP16));

        assertThat(after.name()).isEqualTo("landing-pad-fp16");
        assertThat(after.input().type()).isEqualTo(TensorType.FLOAT16);
        assertThat(after.input().scale()).isEqualTo(before.input().scale());
        assertThat(after.labels()).isEqualTo(before.labels());
        assertThat(after.decoder()).isEqualTo(before.decoder());
        assertThat(after.thresholds()).isEqualTo(before.thresholds());
        assertThat(after.provenance())
                .containsEntry("licence", "Apache-2.0")
                .containsEntry("trained-on", "2026-11-23")
                .containsEntry("fp16-from", "landing-pad")
                .containsEntry("fp16-from-sha256", Sha256.of(before.model()))
                .containsEntry("sha256", Sha256.of(after.model()))
                .containsEntry("fp16-islands", "none");
        Outputs outputs = look(after.directory(), pad());
        assertThat(outputs.error(look(directory, pad()), "pad")).isLessThan(TENSOR_ERROR);
    }

    @Test
    void shouldLeaveNothingBehindWhenRefused() throws Exception {
        Path directory = shipped();
        Path to = work.resolve("out/half");

        assertThatThrownBy(() -> HalfPackage.convert(directory, to, Islands.ofNodes("none-such"), Ports.FP32))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll("model.onnx", "none-such");
        assertThat(work.resolve("out")).isEmptyDirectory();
        Files.createDirectories(to);
        Files.writeString(to.resolve("mine"), "mine");
        assertThatThrownBy(() -> HalfPackage.convert(directory, to, Islands.none(), Ports.FP32))
                .hasMessageContaining("not empty");
        assertThat(to.resolve("mine")).hasContent("mine");
    }

    /** A scene with the pad in sight. */
    private static BufferedImage pad() {
        LandingRenderer rendered = new LandingSample(PinholeCamera.WIDE).render(2_000_000_000_000L);
        int width = PinholeCamera.WIDE.width();
        int height = PinholeCamera.WIDE.height();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, width, height, rendered.picture(), 0, width);
        return picture;
    }
}
