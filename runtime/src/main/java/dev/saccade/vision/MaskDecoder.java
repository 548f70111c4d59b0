package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;

/** What the decoders of masks share: size, statistics, and the way from mask to source pixels. */
abstract class MaskDecoder implements Decoder {
    private final ModelPackage model;
    private int width;
    private int height;
    private String fault = "";

    MaskDecoder(ModelPackage model) {
        this.model = model;
    }

    /** Sets the mask's size, once, when the output is known. */
    final void size(int maskWidth, int maskHeight) {
        width = maskWidth;
        height = maskHeight;
    }

    final int width() {
        return width;
    }

    final int pixels() {
        return Math.multiplyExact(width, height);
    }

    final int classes() {
        return model.labels().size();
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, null, null, new SegmentationMask(width, height, classes()));
    }

    @Override
    public final int decode(Geometry geometry, Perception into) {
        SegmentationMask mask = into.mask();
        int status = fill(mask.address());
        if (status == Perceiver.OK) {
            Postprocess.maskStats(mask.address(), width, height, classes(), mask.stats());
            float modelPerColumn = model.input().width() / (float) width;
            float modelPerRow = model.input().height() / (float) height;
            mask.map(
                    geometry.sourceX(0),
                    geometry.sourceY(0),
                    modelPerColumn * geometry.scaleX(),
                    modelPerRow * geometry.scaleY());
        }
        return status;
    }

    /** Writes the class of every pixel. */
    abstract int fill(long mask);

    final int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }
}
