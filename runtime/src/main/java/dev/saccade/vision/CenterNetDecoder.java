package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Peaks of a heat map of centres, boxes from the distances to their edges. */
final class CenterNetDecoder extends BoxDecoder {
    private final FloatOutput heat;
    private final FloatOutput sizes;
    private final int classes;
    private final int height;
    private final int width;
    private final float stride;

    CenterNetDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        super(model);
        Output heatmap = outputs.floats("heatmap");
        if (heatmap.rank() != 4 || heatmap.dim(0) != 1) {
            throw outputs.shape("heatmap", heatmap, "[1, classes, rows, columns]");
        }
        classes = heatmap.dim(1);
        height = heatmap.dim(2);
        width = heatmap.dim(3);
        Output edges = outputs.floats("sizes");
        if (edges.rank() != 4 || edges.dim(1) != 4 || edges.dim(2) != height || edges.dim(3) != width) {
            throw outputs.shape("sizes", edges, "[1, 4, " + height + ", " + width + "], as the heat map is");
        }
        outputs.requireLabels(heatmap, classes);
        stride = GridStride.of(model, outputs, heatmap, width, height);
        heat = new FloatOutput(heatmap);
        sizes = new FloatOutput(edges);
        allocateRows();
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        long heatAddress = heat.address();
        long sizesAddress = sizes.address();
        if (heatAddress == 0 || sizesAddress == 0) {
            return fault(heatAddress == 0 ? heat.changed() : sizes.changed());
        }
        int count = Postprocess.centernet(
                heatAddress, sizesAddress, classes, height, width, stride, minScore, iou, rows(), capacity());
        return emit(count, geometry, into);
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(GpuDecoderSpec.KIND_CENTERNET)
                .classes(classes)
                .height(height)
                .width(width)
                .stride(stride);
        return super.describe(spec);
    }

    @Override
    public void close() {
        super.close();
        heat.close();
        sizes.close();
    }
}
