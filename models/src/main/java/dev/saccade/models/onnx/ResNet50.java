package dev.saccade.models.onnx;

import java.util.List;
import java.util.Random;

/**
 * ResNet-50 with made-up weights, for measuring: the work is that of the real network, what it says means nothing. After
 * He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, arXiv:1512.03385, table 1, with the stride in the 3x3
 * convolution (known as v1.5, 4.1 billion multiplications a picture of 224x224). Batch norms are folded into the
 * convolutions. The same arguments give the same bytes on every machine. Not thread-safe.
 */
public final class ResNet50 {
    /** Channels of the first layer of the real network. */
    public static final int WIDTH = 64;

    /** Rows and columns of its input. */
    public static final int SIDE = 224;

    /** Its classes. */
    public static final int CLASSES = 1000;

    /** Name of the input: float, (1, 3, side, side). */
    public static final String INPUT = "input";

    /** Name of the output: float, (1, classes), before softmax. */
    public static final String OUTPUT = "logits";

    private static final int[] BLOCKS = {3, 4, 6, 3};
    private static final int EXPANSION = 4;

    /** Gains of uniform weights: He's for a layer before a ReLU, and one that keeps the variance without it. */
    private static final double BEFORE_RELU = 6;

    private static final double LINEAR = 3;

    /** What a trained norm does at the end of a block, so that 16 sums do not grow without bound. */
    private static final double END_OF_BLOCK = LINEAR / 16;

    private final OnnxGraph graph = new OnnxGraph("resnet50");
    private final Random random;
    private final int width;
    private final int side;
    private final int classes;

    /**
     * Makes the network; other numbers than the constants give a smaller one of the same depth.
     *
     * @param width channels of the first layer
     * @param side rows and columns of the input, a multiple of 32
     * @param classes number of outputs
     * @param seed of the weights
     */
    public ResNet50(int width, int side, int classes, long seed) {
        this.width = width;
        this.side = side;
        this.classes = classes;
        random = new Random(seed);
        build();
    }

    /** @return how many weights and biases it has; with a norm's two numbers a channel the real one counts 26,560 more */
    public long parameters() {
        return graph.initializers().stream()
                .filter(constant -> constant.elementType() == OnnxGraph.FLOAT)
                .mapToLong(constant -> constant.data().length / Float.BYTES)
                .sum();
    }

    /** @return the bytes of the .onnx file */
    public byte[] toOnnx() {
        return OnnxWriter.write(graph);
    }

    private void build() {
        graph.input(INPUT, 1, 3, side, side);
        String x = relu(convolve(INPUT, 3, width, 7, 2, BEFORE_RELU));
        x = graph.node(
                "MaxPool",
                List.of(x),
                OnnxAttribute.Ints.of("kernel_shape", 3, 3),
                OnnxAttribute.Ints.of("strides", 2, 2),
                OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
        int channels = width;
        for (int stage = 0; stage < BLOCKS.length; stage++) {
            int inner = width << stage;
            for (int block = 0; block < BLOCKS[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = block(x, channels, inner, stride);
                channels = inner * EXPANSION;
            }
        }
        x = graph.node("GlobalAveragePool", List.of(x));
        x = graph.node("Flatten", List.of(x));
        String weights = graph.constant(uniform(classes * channels, channels, LINEAR), classes, channels);
        String bias = graph.constant(new float[classes], classes);
        String logits = graph.node("Gemm", List.of(x, weights, bias), new OnnxAttribute.Int("transB", 1));
        graph.output(OUTPUT, logits, 1, classes);
    }

    /** 1x1 down, 3x3, 1x1 up, beside the input itself or a projection where the shape changes. */
    private String block(String x, int channels, int inner, int stride) {
        int outer = inner * EXPANSION;
        String y = relu(convolve(x, channels, inner, 1, 1, BEFORE_RELU));
        y = relu(convolve(y, inner, inner, 3, stride, BEFORE_RELU));
        y = convolve(y, inner, outer, 1, 1, END_OF_BLOCK);
        boolean same = stride == 1 && channels == outer;
        String skip = same ? x : convolve(x, channels, outer, 1, stride, LINEAR);
        return relu(graph.node("Add", List.of(y, skip)));
    }

    private String relu(String x) {
        return graph.node("Relu", List.of(x));
    }

    private String convolve(String x, int channels, int outputs, int kernel, int stride, double gain) {
        int inputs = channels * kernel * kernel;
        String weights = graph.constant(uniform(outputs * inputs, inputs, gain), outputs, channels, kernel, kernel);
        String bias = graph.constant(uniform(outputs, inputs, gain), outputs);
        int pad = kernel / 2;
        return graph.node(
                "Conv",
                List.of(x, weights, bias),
                OnnxAttribute.Ints.of("kernel_shape", kernel, kernel),
                OnnxAttribute.Ints.of("strides", stride, stride),
                OnnxAttribute.Ints.of("pads", pad, pad, pad, pad));
    }

    /** Weights of the variance gain / 3 / inputs. Only a 32-bit generator, a product and a root: the same everywhere. */
    private float[] uniform(int count, int inputs, double gain) {
        float bound = (float) Math.sqrt(gain / inputs);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextInt() >> 7) * 0x1p-24f * bound;
        }
        return values;
    }
}
