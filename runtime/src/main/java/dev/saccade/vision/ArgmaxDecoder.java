package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import java.util.EnumSet;
import java.util.Set;

/** The best class of every pixel, from planes or pixels of scores, or from a map of indices. */
final class ArgmaxDecoder extends MaskDecoder {
    private static final int MOST_CLASSES = 255;
    private static final Set<TensorType> INDICES = EnumSet.of(TensorType.UINT8, TensorType.INT32, TensorType.INT64);

    private final FloatOutput scores;
    private final IndexMap indices;
    private final boolean isPlanes;

    ArgmaxDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        super(model);
        Set<TensorType> types = EnumSet.copyOf(Outputs.FLOATS);
        types.addAll(INDICES);
        Output output = outputs.of("output", types);
        if (classes() > MOST_CLASSES) {
            throw outputs.refuse(
                    "kind", "argmax", classes() + " labels", "a mask holds at most " + MOST_CLASSES + " classes");
        }
        if (INDICES.contains(output.type())) {
            PlaneShape shape = PlaneShape.of(output);
            if (shape == null) {
                throw outputs.shape("output", output, PlaneShape.WORDS);
            }
            size(shape);
            if (isResized()) {
                throw outputs.refuse(
                        SIZE_KEY,
                        model.decoder().get(SIZE_KEY),
                        output + " holds classes, which cannot be mixed",
                        "delete the key, or export the model with scores");
            }
            scores = null;
            isPlanes = false;
            indices = new IndexMap(output);
            return;
        }
        if (output.rank() != 4 || output.dim(0) != 1) {
            throw outputs.shape("output", output, "[1, classes, rows, columns] or [1, rows, columns, classes]");
        }
        isPlanes = isPlanes(output, model.input().layout());
        outputs.requireLabels(output, output.dim(isPlanes ? 1 : 3));
        size(new PlaneShape(output.dim(isPlanes ? 3 : 2), output.dim(isPlanes ? 2 : 1)));
        scores = new FloatOutput(output);
        indices = null;
    }

    /** The axis that has as many entries as there are labels; where both or neither do, the input's layout tells. */
    private boolean isPlanes(Output output, InputSpec.Layout layout) {
        boolean first = output.dim(1) == classes();
        boolean last = output.dim(3) == classes();
        return first == last ? layout == InputSpec.Layout.NCHW : first;
    }

    @Override
    int fill(long mask) {
        if (indices != null) {
            String wrong = indices.copyTo(mask);
            return wrong == null ? Perceiver.OK : fault(wrong);
        }
        long address = scores.address();
        if (address == 0) {
            return fault(scores.changed());
        }
        if (isResized()) {
            resize(address, mask);
        } else if (isPlanes) {
            Postprocess.argmaxPlanes(address, classes(), pixels(), mask);
        } else {
            Postprocess.argmaxPixels(address, classes(), pixels(), mask);
        }
        return Perceiver.OK;
    }

    private void resize(long address, long mask) {
        int rows = output().height();
        int columns = output().width();
        if (isPlanes) {
            Postprocess.argmaxPlanesResized(address, classes(), rows, columns, found().height(), found().width(), mask);
        } else {
            Postprocess.argmaxPixelsResized(address, classes(), rows, columns, found().height(), found().width(), mask);
        }
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        if (scores == null) {
            return null;
        }
        spec.kind(isPlanes ? GpuDecoderSpec.KIND_ARGMAX_PLANES : GpuDecoderSpec.KIND_ARGMAX_PIXELS);
        return super.describe(spec);
    }

    @Override
    public void close() {
        if (scores != null) {
            scores.close();
        } else {
            indices.close();
        }
    }
}
