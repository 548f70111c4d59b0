package dev.saccade.models.quantise;

import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A classifier of four convolutions. Where it is planted, the second one reads two channels of which one is a thousand
 * times the other and counts for nothing: one scale for both leaves nothing of the other.
 */
final class PlantedNetwork {
    static final String SENSITIVE = "conv/2";

    private PlantedNetwork() {}

    static Path write(Path directory, boolean isPlanted, String gate) throws Exception {
        Files.createDirectories(directory);
        Files.write(directory.resolve("model.onnx"), OnnxWriter.write(graph(isPlanted)));
        Files.writeString(directory.resolve("labels.txt"), "one\ntwo\nthree\nfour\n");
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: classes
                task: classification
                input: {size: [32, 32], scale: 0.00392156862745098}
                decoder: {kind: logits, scores: scores}
                provenance: {licence: none}
                """ + gate);
        return directory;
    }

    /** Another output: the same of a convolution over logarithms of numbers below 0. */
    static void addBranchOfLogarithms(Path directory) throws Exception {
        OnnxGraph graph = graph(false);
        String below = graph.node("Sub", List.of("input", graph.constant(new float[] {2}, 1)));
        String none = point(graph, graph.node("Log", List.of(below)), new float[] {1, 1, 1}, 1, 3);
        graph.output("none", none, 1, 1, 32, 32);
        Files.write(directory.resolve("model.onnx"), OnnxWriter.write(graph));
    }

    private static OnnxGraph graph(boolean isPlanted) {
        OnnxGraph graph = new OnnxGraph("classes");
        graph.input("input", 1, 3, 32, 32);
        float loud = isPlanted ? 4000 : 1;
        String a = point(graph, "input", new float[] {loud, loud, loud, 1, -0.5f, 0.25f}, 2, 3);
        String b = point(graph, graph.node("Relu", List.of(a)), new float[] {0, 1, 0, -1, 0, 0.5f}, 3, 2);
        float[] mixed = new float[16 * 3 * 9];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (i * 7 + 3) % 17 / 8f - 1;
        }
        String c = graph.node(
                "Conv",
                List.of(b, graph.constant(mixed, 16, 3, 3, 3)),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
        float[] last = new float[4 * 16];
        for (int i = 0; i < last.length; i++) {
            last[i] = (i * 5 + 1) % 13 / 6f - 1;
        }
        String d = point(graph, graph.node("Relu", List.of(c)), last, 4, 16);
        graph.output("scores", graph.node("GlobalAveragePool", List.of(d)), 1, 4, 1, 1);
        return graph;
    }

    private static String point(OnnxGraph graph, String from, float[] weights, int to, int channels) {
        return graph.node("Conv", List.of(from, graph.constant(weights, to, channels, 1, 1)));
    }
}
