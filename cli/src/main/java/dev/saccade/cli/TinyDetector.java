package dev.saccade.cli;

import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A detector package of a few kilobytes: bright cells of 8x8 pixels are persons, dark ones cars. */
public final class TinyDetector {
    static final int SIDE = 64;

    private static final int STRIDE = 8;

    private TinyDetector() {}

    /**
     * Writes the package.
     *
     * @param directory where, made when needed
     * @return the directory
     * @throws IOException when it cannot be written
     */
    public static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        OnnxGraph graph = new OnnxGraph("tiny");
        graph.input("input", 1, 3, SIDE, SIDE);
        int taps = 3 * STRIDE * STRIDE;
        float[] heat = new float[2 * taps];
        float[] sizes = new float[4 * taps];
        for (int i = 0; i < taps; i++) {
            heat[i] = 1f / (255 * taps);
            heat[taps + i] = -1f / (255 * taps);
        }
        OnnxAttribute kernel = OnnxAttribute.Ints.of("kernel_shape", STRIDE, STRIDE);
        OnnxAttribute strides = OnnxAttribute.Ints.of("strides", STRIDE, STRIDE);
        String heatmap = graph.node(
                "Conv",
                java.util.List.of(
                        "input", graph.constant(heat, 2, 3, STRIDE, STRIDE), graph.constant(new float[] {0, 1}, 2)),
                kernel,
                strides);
        String distances = graph.node(
                "Conv",
                java.util.List.of(
                        "input",
                        graph.constant(sizes, 4, 3, STRIDE, STRIDE),
                        graph.constant(new float[] {4, 4, 4, 4}, 4)),
                kernel,
                strides);
        graph.output("heatmap", heatmap, 1, 2, SIDE / STRIDE, SIDE / STRIDE);
        graph.output("sizes", distances, 1, 4, SIDE / STRIDE, SIDE / STRIDE);
        Files.write(directory.resolve("model.onnx"), OnnxWriter.write(graph));
        Files.writeString(directory.resolve("labels.txt"), "person\ncar\n");
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: tiny
                task: detection
                input: {size: [64, 64], colour: RGB, resize: stretch, layout: NCHW, type: fp32}
                decoder: {kind: centernet, heatmap: heatmap, sizes: sizes, stride: 8}
                thresholds: {score: 0.5, iou: 0.5, max: 32}
                """);
        return directory;
    }
}
