package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Rows of centre, size, objectness and class scores on the grids of the strides 8, 16 and 32. */
final class YoloxDecoder extends BoxDecoder {
    private static final int BOX_AND_OBJECTNESS = 5;
    private static final int COARSEST = 32;

    private final FloatOutput values;
    private final int classes;
    private final int width;
    private final int height;
    private final int decoded;

    YoloxDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        super(model);
        InputSpec input = model.input();
        width = input.width();
        height = input.height();
        Output output = outputs.floats("output");
        if (width % COARSEST != 0 || height % COARSEST != 0) {
            throw outputs.refuse(
                    "kind", "yolox", "input.size " + width + "x" + height + " is no multiple of 32", "correct it");
        }
        int cells = width / COARSEST * (height / COARSEST);
        int anchors = cells * (1 + 4 + 16);
        if (output.rank() != 3 || output.dim(1) != anchors || output.dim(2) <= BOX_AND_OBJECTNESS) {
            throw outputs.shape(
                    "output", output, "[1, " + anchors + ", 5 + classes] for input " + width + "x" + height);
        }
        classes = output.dim(2) - BOX_AND_OBJECTNESS;
        outputs.requireLabels(output, classes);
        decoded = Boolean.parseBoolean(model.decoder().get("decoded")) ? 1 : 0;
        values = new FloatOutput(output);
        allocateRows();
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        long address = values.address();
        if (address == 0) {
            return fault(values.changed());
        }
        int count = Postprocess.yolox(address, classes, width, height, decoded, minScore, iou, rows(), capacity());
        return emit(count, geometry, into);
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(GpuDecoderSpec.KIND_YOLOX)
                .classes(classes)
                .inputWidth(width)
                .inputHeight(height)
                .decoded(decoded);
        return super.describe(spec);
    }

    @Override
    public void close() {
        super.close();
        values.close();
    }
}
