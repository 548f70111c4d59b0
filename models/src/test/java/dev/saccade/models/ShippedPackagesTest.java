package dev.saccade.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.Task;
import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.CatalogueReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The descriptions that ship are packages to the reader, apart from the graph, which only a pull brings. */
class ShippedPackagesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "centernet-coco,DETECTION,512,512",
        "mobilenet-imagenet,CLASSIFICATION,224,224",
        "selfie-segmentation,SEGMENTATION,256,256",
        "mlsd-lines,DETECTION,320,320",
        "landing-pad,SEGMENTATION,160,120"
    })
    void shouldBeReadable(String name, Task task, int width, int height) throws Exception {
        Catalogue catalogue = CatalogueReader.shipped();
        Asset asset = catalogue.get(name);
        Files.writeString(directory.resolve("model.yaml"), PackageAssembler.description(catalogue, asset));
        try (InputStream labels = getClass().getResourceAsStream(catalogue.zoo() + name + "/labels.txt")) {
            Files.write(
                    directory.resolve("labels.txt"),
                    labels == null
                            ? "background\ntench\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                            : labels.readAllBytes());
        }
        Files.write(directory.resolve("model.onnx"), new byte[] {8, 8});
        ModelPackage model = ModelPackages.read(directory);
        assertThat(model.name()).isEqualTo(name);
        assertThat(model.task()).isEqualTo(task);
        assertThat(model.input().width()).isEqualTo(width);
        assertThat(model.input().height()).isEqualTo(height);
        assertThat(model.provenance())
                .containsEntry("sha256", asset.recipe().orElseThrow().model().sha256());
    }

    @Test
    void shouldCoverTheCatalogue() throws Exception {
        long models = CatalogueReader.shipped().assets().stream()
                .filter(asset -> asset.kind() == Asset.Kind.MODEL)
                .count();
        assertThat(models).as("models that shouldBeReadable lists").isEqualTo(5);
    }
}
