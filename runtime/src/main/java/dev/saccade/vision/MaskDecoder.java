package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;

/** What the decoders of masks share: the output's size and the mask's, and the statistics. */
abstract class MaskDecoder implements Decoder {
    static final String SIZE_KEY = "mask-size";

    private final ModelPackage model;
    private PlaneShape output;
    private MaskFindings found;
    private String fault = "";

    MaskDecoder(ModelPackage model) {
        this.model = model;
    }

    /** Sets the output's size, once, when it is known. */
    final void size(PlaneShape shape) {
        output = shape;
        String wanted = model.decoder().get(SIZE_KEY);
        PlaneShape mask = wanted == null ? shape : PlaneShape.parse(wanted);
        found = new MaskFindings(model, mask.width(), mask.height());
    }

    /** The output's size. */
    final PlaneShape output() {
        return output;
    }

    /** What holds the mask's size. */
    final MaskFindings found() {
        return found;
    }

    /** Whether the mask has another size than the output. */
    final boolean isResized() {
        return output.width() != found.width() || output.height() != found.height();
    }

    /** Pixels of the output. */
    final int pixels() {
        return Math.multiplyExact(output.width(), output.height());
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

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.classes(classes()).height(output.height()).width(output.width());
        if (isResized()) {
            spec.outHeight(found.height()).outWidth(found.width());
        }
        return found;
    }

    final int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }
}
