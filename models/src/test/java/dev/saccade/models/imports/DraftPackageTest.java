package dev.saccade.models.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelStore;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.pull.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DraftPackageTest {
    @TempDir
    Path directory;

    private Map<?, ?> imported(TfjsFixture fixture, String name) throws Exception {
        Path target = directory.resolve("out").resolve(name);
        ImportRequest request = new ImportRequest(List.of(), Map.of("y", "y"));
        ModelStore.importModel(fixture.write(directory), target, request);
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.yaml", "model.onnx", "labels.txt");
        }
        try (Stream<Path> beside = Files.list(target.getParent())) {
            assertThat(beside).containsExactly(target);
        }
        Object yaml =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(target.resolve("model.yaml")));
        Map<?, ?> model = (Map<?, ?>) yaml;
        assertThat(((Map<?, ?>) model.get("provenance")).get("sha256"))
                .isEqualTo(Sha256.of(target.resolve("model.onnx")));
        assertThat(((Map<?, ?>) model.get("input")).get("size")).isEqualTo(List.of(6, 8));
        return model;
    }

    private static TfjsFixture network() {
        return new TfjsFixture(1, 8, 6, 3);
    }

    @Test
    void shouldDraftClassifier() throws Exception {
        Map<?, ?> model =
                imported(network().integers("axes", 1, 2).node("Mean", "y", "x", "axes"), "my \"classifier\"");
        assertThat(model.get("task")).isEqualTo("classification");
        assertThat(model.get("name")).isEqualTo("my \"classifier\"");
        assertThat(model.get("decoder")).isEqualTo(Map.of("kind", "logits", "scores", "y"));
        assertThat(directory.resolve("out/my \"classifier\"/labels.txt")).hasContent("class-0\nclass-1\nclass-2\n");
    }

    @Test
    void shouldDraftMask() throws Exception {
        Map<?, ?> model = imported(
                network()
                        .floats("w", new float[] {1, 2, 3}, 1, 1, 3, 1)
                        .node("Conv2D", "y", "x", "w")
                        .text("padding", "VALID"),
                "mask");
        assertThat(model.get("task")).isEqualTo("segmentation");
        assertThat(model.get("decoder")).isEqualTo(Map.of("kind", "sigmoid-mask", "mask", "y", "logits", false));
    }

    @Test
    void shouldAskForTheDecoderOfAnythingElse() throws Exception {
        Map<?, ?> model = imported(network().node("Relu", "y", "x"), "other");
        assertThat(model.get("decoder")).isEqualTo(Map.of("kind", "choose-one"));
    }
}
