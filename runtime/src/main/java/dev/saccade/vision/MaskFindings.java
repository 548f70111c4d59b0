package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;

/** A mask with its statistics, and its way to source pixels. Both are written into the perception itself. */
final class MaskFindings implements Findings {
    /** Behind the statistics of a device's result the mask begins on such a boundary. */
    private static final int ALIGNMENT = 64;

    private final ModelPackage model;
    private final int width;
    private final int height;

    MaskFindings(ModelPackage model, int width, int height) {
        this.model = model;
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    @Override
    public int capacity() {
        return model.labels().size();
    }

    @Override
    public Perception newPerception() {
        return new Perception(
                model,
                null,
                null,
                new SegmentationMask(width, height, model.labels().size()));
    }

    @Override
    public void copyFrom(long payload, int count, Perception into) {
        SegmentationMask mask = into.mask();
        long bytes = (long) Integer.BYTES * SegmentationMask.STATS * mask.classes();
        long padded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        Kernels.copy(mask.stats(), payload, bytes);
        Kernels.copy(mask.address(), payload + padded, (long) width * height);
    }

    @Override
    public int emit(int count, Geometry geometry, Perception into) {
        float modelPerColumn = model.input().width() / (float) width;
        float modelPerRow = model.input().height() / (float) height;
        into.mask()
                .map(
                        geometry.sourceX(0),
                        geometry.sourceY(0),
                        modelPerColumn * geometry.scaleX(),
                        modelPerRow * geometry.scaleY());
        return Perceiver.OK;
    }

    @Override
    public String fault() {
        return "";
    }

    @Override
    public void close() {}
}
