package dev.saccade.worker;

import dev.saccade.internal.onnxruntime.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packages of a few kilobytes, one for each task, over 64x64 pictures. */
public final class TinyPackages {
    private static final int SIDE = 64;
    private static final int CELL = 8;

    private TinyPackages() {}

    /** Bright cells of 8x8 pixels are things. */
    public static Path detector(Path directory) throws IOException {
        int taps = 3 * CELL * CELL;
        float[] heat = new float[taps];
        java.util.Arrays.fill(heat, 1f / taps);
        OnnxGraph graph = new OnnxGraph()
                .input("in", OnnxGraph.FLOAT, 1, 3, SIDE, SIDE)
                .floats("heat", new long[] {1, 3, CELL, CELL}, heat)
                .floats("none", new long[] {4, 3, CELL, CELL}, new float[4 * taps])
                .floats("four", new long[] {4}, 4, 4, 4, 4);
        cells(graph, List.of("in", "heat"), "heatmap");
        cells(graph, List.of("in", "none", "four"), "sizes");
        graph.output("heatmap", OnnxGraph.FLOAT, 1, 1, SIDE / CELL, SIDE / CELL)
                .output("sizes", OnnxGraph.FLOAT, 1, 4, SIDE / CELL, SIDE / CELL);
        return write(directory, graph, "thing\n", """
                task: detection
                decoder: {kind: centernet, heatmap: heatmap, sizes: sizes, stride: 8}
                thresholds: {score: 0.5, iou: 0.5, max: 16}
                """);
    }

    private static void cells(OnnxGraph graph, List<String> inputs, String output) {
        graph.node(
                "Conv",
                inputs,
                List.of(output),
                OnnxGraph.attribute("kernel_shape", CELL, CELL),
                OnnxGraph.attribute("strides", CELL, CELL));
    }

    /** The mean colour is the class. */
    public static Path classifier(Path directory) throws IOException {
        OnnxGraph graph = new OnnxGraph()
                .input("in", OnnxGraph.FLOAT, 1, 3, SIDE, SIDE)
                .node(
                        "ReduceMean",
                        List.of("in"),
                        List.of("out"),
                        OnnxGraph.attribute("axes", 2, 3),
                        OnnxGraph.attribute("keepdims", 0))
                .output("out", OnnxGraph.FLOAT, 1, 3);
        return write(directory, graph, "red\ngreen\nblue\n", """
                task: classification
                decoder: {kind: logits}
                """);
    }

    /** The strongest colour of each pixel. */
    public static Path segmenter(Path directory) throws IOException {
        OnnxGraph graph = new OnnxGraph()
                .input("in", OnnxGraph.FLOAT, 1, 3, SIDE, SIDE)
                .node("Relu", List.of("in"), List.of("out"))
                .output("out", OnnxGraph.FLOAT, 1, 3, SIDE, SIDE);
        return write(directory, graph, "red\ngreen\nblue\n", """
                task: segmentation
                decoder: {kind: argmax}
                """);
    }

    private static Path write(Path directory, OnnxGraph graph, String labels, String rest) throws IOException {
        Files.createDirectories(directory);
        graph.write(directory.resolve("model.onnx"));
        Files.writeString(directory.resolve("labels.txt"), labels);
        Files.writeString(
                directory.resolve("model.yaml"),
                "saccade: 1\nname: tiny\ninput: {size: [64, 64], colour: RGB, scale: 0.00390625}\n" + rest);
        return directory;
    }
}
