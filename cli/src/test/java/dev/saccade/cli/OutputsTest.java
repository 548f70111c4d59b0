package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
    @TempDir
    private Path dir;

    @Test
    void shouldKeepFewMasksWhereTheyAreLarge() throws Exception {
        Path model = TinyDetector.write(dir.resolve("tiny"));
        try (Perceiver boxes = Perceivers.load(model, Backend.CPU)) {
            assertThat(Outputs.lines(boxes)).isEqualTo(256);
        }
        // The detector's four planes of distances, 8 x 8 cells, read as scores of four classes.
        Files.writeString(model.resolve("labels.txt"), "a\nb\nc\nd\n");
        String yaml = Files.readString(model.resolve("model.yaml"));
        String decoder = "decoder:\n  kind: argmax\n  output: sizes\n  mask-size: 4096x2048\n";
        int at = yaml.indexOf("decoder:");
        int after = yaml.indexOf("\n", yaml.indexOf("sizes:", at));
        Files.writeString(
                model.resolve("model.yaml"),
                yaml.substring(0, at).replace("detection", "segmentation") + decoder + "#" + yaml.substring(after));
        try (Perceiver masks = Perceivers.load(model, Backend.CPU)) {
            assertThat(Outputs.lines(masks)).isEqualTo(4);
        }
    }
}
