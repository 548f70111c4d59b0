package dev.saccade.models.training;

import ai.djl.nn.Block;
import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import java.util.List;

/** Writes a trained {@link PadNetwork} as ONNX: batch norms folded into the convolutions, a sigmoid at the end. */
final class PadOnnx {
    static final String INPUT = "picture";
    static final String OUTPUT = "pad";

    private final PadNetwork network;
    private final OnnxGraph graph = new OnnxGraph("landing-pad");

    private PadOnnx(PadNetwork network) {
        this.network = network;
    }

    /** @return the bytes of the .onnx file */
    static byte[] write(PadNetwork network) {
        return new PadOnnx(network).write();
    }

    private byte[] write() {
        graph.input(INPUT, 1, 3, PadPictures.HEIGHT, PadPictures.WIDTH);
        String half = layer(0, INPUT);
        String quarter = layer(1, half);
        String x = layer(2, quarter);
        x = layer(3, x);
        x = layer(4, x);
        x = layer(5, joined(x, quarter, 4, 40));
        x = layer(6, joined(x, half, 2, 16));
        float[] weights = values(network.head(), "weight");
        float[] bias = values(network.head(), "bias");
        String places = graph.node(
                "Conv",
                List.of(
                        x,
                        graph.constant(weights, PadNetwork.HEAD_OUTPUTS, PadNetwork.HEAD_INPUTS, 3, 3),
                        graph.constant(bias, PadNetwork.HEAD_OUTPUTS)),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
        String logits = graph.node("DepthToSpace", List.of(places), new OnnxAttribute.Int("blocksize", 2));
        graph.output(OUTPUT, graph.node("Sigmoid", List.of(logits)), 1, 1, PadPictures.HEIGHT, PadPictures.WIDTH);
        return OnnxWriter.write(graph);
    }

    private String layer(int i, String x) {
        PadNetwork.Layer layer = PadNetwork.LAYERS.get(i);
        float[] weights = values(network.convolution(i), "weight");
        float[] gamma = values(network.norm(i), "gamma");
        float[] beta = values(network.norm(i), "beta");
        float[] mean = values(network.norm(i), "runningMean");
        float[] variance = values(network.norm(i), "runningVar");
        int perOutput = weights.length / layer.outputs();
        for (int o = 0; o < layer.outputs(); o++) {
            double factor = gamma[o] / Math.sqrt(variance[o] + PadNetwork.EPSILON);
            for (int k = 0; k < perOutput; k++) {
                weights[o * perOutput + k] = (float) (weights[o * perOutput + k] * factor);
            }
            beta[o] = (float) (beta[o] - mean[o] * factor);
        }
        int d = layer.dilation();
        String y = graph.node(
                "Conv",
                List.of(
                        x,
                        graph.constant(weights, layer.outputs(), layer.inputs(), 3, 3),
                        graph.constant(beta, layer.outputs())),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("strides", layer.stride(), layer.stride()),
                OnnxAttribute.Ints.of("dilations", d, d),
                OnnxAttribute.Ints.of("pads", d, d, d, d));
        return graph.node("Relu", List.of(y));
    }

    /** Twice as large, then the skip's channels behind its own. */
    private String joined(String x, String skip, int shrunk, int channels) {
        String doubled = graph.node(
                "Resize",
                List.of(
                        x,
                        "",
                        "",
                        graph.integers(1, channels, PadPictures.HEIGHT / shrunk, PadPictures.WIDTH / shrunk)),
                new OnnxAttribute.Text("mode", "linear"),
                new OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"));
        return graph.node("Concat", List.of(doubled, skip), new OnnxAttribute.Int("axis", 1));
    }

    private static float[] values(Block block, String parameter) {
        return block.getParameters().get(parameter).getArray().toFloatArray();
    }
}
