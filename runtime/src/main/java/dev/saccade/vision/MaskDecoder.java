package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;

/** What the decoders of masks share: size, statistics, and the way from mask to source pixels. */
abstract class MaskDecoder implements Decoder {
    private final ModelPackage model;
    private MaskFindings found;
    private String fault = "";

    MaskDecoder(ModelPackage model) {
        this.model = model;
    }

    /** Sets the mask's size, once, when the output is known. */
    final void size(int width, int height) {
        found = new MaskFindings(model, width, height);
    }

    final MaskFindings found() {
        return found;
    }

    final int pixels() {
        return Math.multiplyExact(found.width(), found.height());
    }

    final int classes() {
        return model.labels().size();
    }

    @Override
    public final Perception newPerception() {
        return found.newPerception();
    }

    @Override
    public final int decode(Geometry geometry, Perception into) {
        SegmentationMask mask = into.mask();
        int status = fill(mask.address());
        if (status != Perceiver.OK) {
            return status;
        }
        Postprocess.maskStats(mask.address(), found.width(), found.height(), classes(), mask.stats());
        return found.emit(0, geometry, into);
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
