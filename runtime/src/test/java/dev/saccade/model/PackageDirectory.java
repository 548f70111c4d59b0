package dev.saccade.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes model packages for tests. The ONNX file is a few bytes: the reader does not look into it. */
public final class PackageDirectory {
    /** A detection package that uses every key but fallback and alpha. */
    public static final String DETECTION = """
            saccade: 1
            name: centernet-coco
            task: detection
            model: model.onnx
            labels: labels.txt
            input:
              tensor: image
              size: [512, 384]
              colour: RGB
              resize: letterbox
              pad: 0
              scale: 2
              mean: [1, 2, 3]
              std: 4.5
              layout: NCHW
              type: fp32
            decoder:
              kind: centernet
              heatmap: hm
              sizes: wh
              stride: 4
            thresholds: {score: 0.25, iou: 0.6, max: 50}
            provenance:
              source: somewhere
              year: 2026
            """;

    private final Path directory;

    public PackageDirectory(Path directory) {
        this.directory = directory;
        file("model.onnx", "graph");
        file("labels.txt", "person\nbicycle\n");
        file("model.yaml", DETECTION);
    }

    public Path path() {
        return directory;
    }

    public PackageDirectory file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public PackageDirectory file(String name, byte[] bytes) {
        try {
            Files.write(directory.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PackageDirectory without(String name) {
        try {
            Files.delete(directory.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** model.yaml of {@link #DETECTION} with one exact line replaced (by nothing where {@code by} is empty). */
    public PackageDirectory line(String old, String by) {
        String yaml = DETECTION.replace(old + "\n", by.isEmpty() ? "" : by + "\n");
        if (yaml.equals(DETECTION)) {
            throw new IllegalArgumentException("no line '" + old + "'");
        }
        return file("model.yaml", yaml);
    }
}
