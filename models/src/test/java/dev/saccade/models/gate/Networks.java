package dev.saccade.models.gate;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A classifier of a few nodes: two convolutions, a mean over the picture, four classes. */
final class Networks {
    static final int SIDE = 32;

    private Networks() {}

    /** @param second factor on one weight of the second convolution; 1 leaves it as it is */
    static ModelPackage write(Path directory, float second, String gate) throws Exception {
        Files.createDirectories(directory);
        OnnxGraph graph = new OnnxGraph("classes");
        graph.input("input", 1, 3, SIDE, SIDE);
        float[] first = weights(4 * 3 * 9, 1);
        float[] then = weights(4 * 4 * 9, 2);
        then[5] *= second;
        String a = convolution(graph, "input", graph.constant(first, 4, 3, 3, 3));
        String b = graph.node("Relu", List.of(a));
        String c = convolution(graph, b, graph.constant(then, 4, 4, 3, 3));
        String d = graph.node("Relu", List.of(c));
        String e = graph.node("GlobalAveragePool", List.of(d));
        graph.output("scores", e, 1, 4, 1, 1);
        Files.write(directory.resolve("model.onnx"), OnnxWriter.write(graph));
        Files.writeString(directory.resolve("labels.txt"), "one\ntwo\nthree\nfour\n");
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: classes
                task: classification
                input: {size: [32, 32], scale: 0.00392156862745098}
                decoder: {kind: logits}
                """ + gate);
        return ModelPackages.read(directory);
    }

    private static String convolution(OnnxGraph graph, String from, String weights) {
        return graph.node(
                "Conv",
                List.of(from, weights),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
    }

    /** Eighths from -1 to 1, in a fixed order. */
    private static float[] weights(int count, int salt) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (i * 7 + salt * 5) % 17 / 8f - 1;
        }
        return weights;
    }
}
