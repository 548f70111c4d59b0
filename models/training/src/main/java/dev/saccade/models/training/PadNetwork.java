package dev.saccade.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.function.Function;

/**
 * An encoder and decoder with skips: three halvings, two dilated convolutions that see the whole picture, two
 * doublings, and a head that splits each place into four pixels. The forward pass here and the graph of {@link PadOnnx} are written beside one another from {@link #LAYERS}.
 */
final class PadNetwork extends AbstractBlock {
    /**
     * One convolution of 3x3, batch norm and rectifier.
     *
     * @param name of the layer
     * @param inputs channels
     * @param outputs channels
     * @param stride rows and columns
     * @param dilation rows and columns
     */
    record Layer(String name, int inputs, int outputs, int stride, int dilation) {}

    static final List<Layer> LAYERS = List.of(
            new Layer("halve1", 3, 12, 2, 1),
            new Layer("halve2", 12, 24, 2, 1),
            new Layer("halve3", 24, 40, 2, 1),
            new Layer("wide1", 40, 40, 1, 2),
            new Layer("wide2", 40, 40, 1, 4),
            new Layer("double3", 64, 16, 1, 1),
            new Layer("double2", 28, 12, 1, 1));

    static final int HEAD_INPUTS = 12;
    /** The head tells the four pixels of each place of its own, half resolution. */
    static final int HEAD_OUTPUTS = 4;

    static final float EPSILON = 1e-5f;
    /** DJL's number for PyTorch's bilinear interpolation. */
    private static final int BILINEAR = 1;

    private final Conv2d[] convolutions = new Conv2d[LAYERS.size()];
    private final BatchNorm[] norms = new BatchNorm[LAYERS.size()];
    private final Conv2d head;

    PadNetwork() {
        for (int i = 0; i < convolutions.length; i++) {
            Layer layer = LAYERS.get(i);
            convolutions[i] = addChildBlock(
                    layer.name(),
                    Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .setFilters(layer.outputs())
                            .optStride(new Shape(layer.stride(), layer.stride()))
                            .optPadding(new Shape(layer.dilation(), layer.dilation()))
                            .optDilation(new Shape(layer.dilation(), layer.dilation()))
                            .optBias(false)
                            .build());
            norms[i] = addChildBlock(
                    layer.name() + "norm",
                    BatchNorm.builder().optEpsilon(EPSILON).build());
        }
        head = addChildBlock(
                "head",
                Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .optPadding(new Shape(1, 1))
                        .setFilters(HEAD_OUTPUTS)
                        .build());
    }

    Conv2d convolution(int layer) {
        return convolutions[layer];
    }

    BatchNorm norm(int layer) {
        return norms[layer];
    }

    Conv2d head() {
        return head;
    }

    /** @return logits of the pad, (batch, 1, rows, columns) */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray picture = inputs.singletonOrThrow();
        Pass pass = new Pass(parameters, training);
        NDArray half = pass.layer(0, picture);
        NDArray quarter = pass.layer(1, half);
        NDArray x = pass.layer(2, quarter);
        x = pass.layer(3, x);
        x = pass.layer(4, x);
        x = pass.layer(5, doubled(x).concat(quarter, 1));
        x = pass.layer(6, doubled(x).concat(half, 1));
        NDArray places =
                head.forward(parameters, new NDList(x), training, options).singletonOrThrow();
        return new NDList(split(places));
    }

    private static NDArray doubled(NDArray x) {
        long[] size = {2 * x.getShape().get(2), 2 * x.getShape().get(3)};
        return x.getNDArrayInternal().interpolation(size, BILINEAR, false);
    }

    /** (batch, 4, rows, columns) to (batch, 1, 2 rows, 2 columns), as ONNX's DepthToSpace. */
    private static NDArray split(NDArray x) {
        Shape s = x.getShape();
        return x.reshape(s.get(0), 2, 2, s.get(2), s.get(3))
                .transpose(0, 3, 1, 4, 2)
                .reshape(s.get(0), 1, 2 * s.get(2), 2 * s.get(3));
    }

    private final class Pass {
        private final ParameterStore parameters;
        private final boolean training;

        Pass(ParameterStore parameters, boolean training) {
            this.parameters = parameters;
            this.training = training;
        }

        NDArray layer(int i, NDArray x) {
            NDList y = convolutions[i].forward(parameters, new NDList(x), training);
            return norms[i].forward(parameters, y, training)
                    .singletonOrThrow()
                    .getNDArrayInternal()
                    .relu();
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        long batch = shapes[0].get(0);
        Function<Layer, Shape> input = layer -> new Shape(batch, layer.inputs(), PadPictures.HEIGHT, PadPictures.WIDTH);
        for (int i = 0; i < convolutions.length; i++) {
            Layer layer = LAYERS.get(i);
            convolutions[i].initialize(manager, type, input.apply(layer));
            norms[i].initialize(
                    manager, type, new Shape(batch, layer.outputs(), PadPictures.HEIGHT, PadPictures.WIDTH));
        }
        head.initialize(manager, type, new Shape(batch, HEAD_INPUTS, PadPictures.HEIGHT, PadPictures.WIDTH));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        return new Shape[] {new Shape(shapes[0].get(0), 1, PadPictures.HEIGHT, PadPictures.WIDTH)};
    }
}
