package dev.saccade.models.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A package whose description is right; its graph is never read. */
public final class TinyPackage {
    private TinyPackage() {}

    public static Path write(Path directory, String weights) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: tiny
                task: classification
                input:
                  size: [8, 8]
                  colour: RGB
                  resize: stretch
                  scale: 1
                  mean: 0
                  std: 1
                  layout: NCHW
                  type: fp32
                decoder:
                  kind: logits
                """);
        Files.writeString(directory.resolve("labels.txt"), "cat\ndog\n");
        Files.writeString(directory.resolve("model.onnx"), weights);
        return directory;
    }
}
