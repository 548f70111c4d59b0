package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code gate} group of model.yaml. */
class GateLimitsYamlTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadWhatThePackageSets() throws PackageException {
        assertThat(read("gate: {relative: 0.02, mask-iou: 0.9}").gate())
                .containsOnlyKeys(GateLimit.RELATIVE, GateLimit.MASK_IOU)
                .containsEntry(GateLimit.RELATIVE, 0.02)
                .containsEntry(GateLimit.MASK_IOU, 0.9);
    }

    @Test
    void shouldDoWithoutTheGroup() throws PackageException {
        assertThat(read("").gate()).isEmpty();
        assertThat(read("").withMinScore(0.5f).gate()).isEmpty();
    }

    @Test
    void shouldRefuseWithTheLine() {
        int line = (int) PackageDirectory.DETECTION.lines().count() + 1;
        refused("gate: {cosin: 0.9}", "model.yaml:" + line + ": gate.cosin", "did you mean 'cosine'");
        refused("gate:\n  top1: 1.5", "model.yaml:" + (line + 1) + ": gate.top1: 1.5", "from 0 to 1");
        refused("gate:\n  relative: little", "model.yaml:" + (line + 1) + ": gate.relative", "not a number");
        refused("gate: 3", "model.yaml:" + line + ": gate: 3", "group of keys");
    }

    @Test
    void shouldDocumentEveryLimit() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("saccade.root"), "docs", "model-yaml.md"));
        for (GateLimit limit : GateLimit.values()) {
            assertThat(docs).contains("| `" + limit.yamlName() + "` |");
        }
    }

    private void refused(String gate, String... parts) {
        assertThatThrownBy(() -> read(gate))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(parts);
    }

    private ModelPackage read(String gate) throws PackageException {
        return ModelPackages.read(new PackageDirectory(directory)
                .file("model.yaml", PackageDirectory.DETECTION + gate + "\n")
                .path());
    }
}
