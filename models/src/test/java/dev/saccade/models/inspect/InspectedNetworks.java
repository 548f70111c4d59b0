package dev.saccade.models.inspect;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Packages whose sums can be done by hand. */
final class InspectedNetworks {
    static final int SIDE = 32;

    private InspectedNetworks() {}

    /** 3 channels to 4 by 3x3, then 4 to 4 by 15x15, then the mean of each channel. */
    static ModelPackage slowSecond(Path directory) throws Exception {
        OnnxGraph graph = new OnnxGraph("slow second");
        graph.input("input", 1, 3, SIDE, SIDE);
        String first = graph.node(
                "Conv",
                List.of("input", graph.constant(new float[4 * 3 * 9], 4, 3, 3, 3)),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
        String second = graph.node(
                "Conv",
                List.of(first, graph.constant(new float[4 * 4 * 225], 4, 4, 15, 15)),
                OnnxAttribute.Ints.of("kernel_shape", 15, 15),
                OnnxAttribute.Ints.of("pads", 7, 7, 7, 7));
        graph.output("scores", graph.node("GlobalAveragePool", List.of(second)), 1, 4, 1, 1);
        return write(directory, OnnxWriter.write(graph));
    }

    /** A chain of Relus over the input. */
    static byte[] chain(int nodes) {
        OnnxGraph graph = new OnnxGraph("chain");
        graph.input("input", 1, 3, SIDE, SIDE);
        String last = "input";
        for (int i = 0; i < nodes; i++) {
            last = graph.node("Relu", List.of(last));
        }
        graph.output("scores", last, 1, 3, SIDE, SIDE);
        return OnnxWriter.write(graph);
    }

    static ModelPackage write(Path directory, byte[] onnx) throws Exception {
        Files.createDirectories(directory);
        Files.write(directory.resolve("model.onnx"), onnx);
        Files.writeString(directory.resolve("labels.txt"), "one\ntwo\nthree\nfour\n");
        Files.writeString(directory.resolve("model.yaml"), """
            saccade: 1
            name: made
            task: classification
            input: {size: [32, 32], scale: 0.00392156862745098}
            decoder: {kind: logits}
            """);
        return ModelPackages.read(directory);
    }
}
