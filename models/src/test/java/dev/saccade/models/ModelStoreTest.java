package dev.saccade.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.catalogue.CatalogueReader;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.pull.AssetCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    @TempDir
    Path directory;

    private ModelStore store;

    @BeforeEach
    void open() throws Exception {
        store = new ModelStore(
                CatalogueReader.shipped(), new AssetCache(directory.resolve("cache")), Map.of("PATH", ""));
    }

    @Test
    void shouldPreferExistingDirectory() throws Exception {
        Path mine = Files.createDirectory(directory.resolve("centernet-coco"));
        assertThat(store.resolveModel(mine.toString(), PullProgress.SILENT)).isEqualTo(mine);
    }

    @Test
    void shouldPreferExistingFile() throws Exception {
        Path mine = Files.createFile(directory.resolve("vtest.avi"));
        assertThat(store.resolveFile(mine.toString(), PullProgress.SILENT)).contains(mine);
        assertThat(store.resolveFile("unknown.mp4", PullProgress.SILENT)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws Exception {
        Path file = Files.createFile(directory.resolve("net.onnx"));
        assertThatThrownBy(() -> store.resolveModel(file.toString(), PullProgress.SILENT))
                .hasMessageContaining("is a file; a model is a directory");
        assertThatThrownBy(() -> store.resolveModel(directory + "/absent", PullProgress.SILENT))
                .hasMessageContaining("/absent: no such model directory");
        assertThatThrownBy(() -> store.resolveModel("person-detectr", PullProgress.SILENT))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.USAGE))
                .hasMessageContaining("did you mean 'person-detector'?");
        assertThatThrownBy(() -> store.resolveModel("vtest.avi", PullProgress.SILENT))
                .hasMessageContaining("no model 'vtest.avi'");
    }

    @Test
    void shouldListWithoutTouchingTheDisk() throws Exception {
        assertThat(store.list()).hasSizeGreaterThan(4).allMatch(status -> status.cached()
                .isEmpty());
        assertThat(store.show("person-detector").asset().name()).isEqualTo("centernet-coco");
        assertThat(directory.resolve("cache")).doesNotExist();
    }

    @Test
    void shouldLeaveNothingWhenAnImportFails() throws Exception {
        Path broken = Files.writeString(directory.resolve("model.json"), "{\"modelTopology\": ");
        Path target = directory.resolve("out/package");
        assertThatThrownBy(() -> ModelStore.importModel(broken, target, ImportRequest.WHOLE))
                .hasMessageContaining("model.json: not valid JSON");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldRefuseToImportOverSomething() throws Exception {
        Path file = Files.createFile(directory.resolve("m.tflite"));
        Files.createFile(Files.createDirectory(directory.resolve("full")).resolve("x"));
        assertThatThrownBy(() -> ModelStore.importModel(file, directory.resolve("full"), ImportRequest.WHOLE))
                .hasMessageContaining("exists and is not empty");
        assertThatThrownBy(() -> ModelStore.importModel(
                        directory.resolve("m.pb"), directory.resolve("new"), ImportRequest.WHOLE))
                .hasMessageContaining("neither a TensorFlow.js model.json nor a .tflite");
    }
}
