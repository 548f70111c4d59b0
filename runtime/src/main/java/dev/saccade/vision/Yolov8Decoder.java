package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Columns (or rows) of centre, size and class scores, without objectness. */
final class Yolov8Decoder extends BoxDecoder {
    private static final int BOX = 4;

    private final FloatOutput values;
    private final int classes;
    private final int anchors;
    private final int transposed;

    Yolov8Decoder(ModelPackage model, Outputs outputs) throws PackageException {
        super(model);
        Output output = outputs.floats("output");
        if (output.rank() != 3 || output.dim(0) != 1 || Math.min(output.dim(1), output.dim(2)) <= BOX) {
            throw outputs.shape("output", output, "[1, 4 + classes, anchors] or [1, anchors, 4 + classes]");
        }
        boolean isColumns = output.dim(1) == BOX + outputs.labels();
        boolean isRows = !isColumns && output.dim(2) == BOX + outputs.labels();
        if (!isColumns && !isRows) {
            outputs.requireLabels(output, Math.min(output.dim(1), output.dim(2)) - BOX);
        }
        transposed = isRows ? 1 : 0;
        classes = outputs.labels();
        anchors = output.dim(isRows ? 1 : 2);
        values = new FloatOutput(output);
        allocateRows();
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        long address = values.address();
        if (address == 0) {
            return fault(values.changed());
        }
        int count = Postprocess.yolov8(address, classes, anchors, transposed, minScore, iou, rows(), capacity());
        return emit(count, geometry, into);
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(GpuDecoderSpec.KIND_YOLOV8).classes(classes).anchors(anchors).transposed(transposed);
        return super.describe(spec);
    }

    @Override
    public void close() {
        super.close();
        values.close();
    }
}
