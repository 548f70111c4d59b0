package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** One plane of foreground probability or logits, cut at the threshold into background (0) and foreground (1). */
final class SigmoidMaskDecoder extends MaskDecoder {
    private final FloatOutput plane;
    private final float threshold;

    SigmoidMaskDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        super(model);
        Output output = outputs.floats("mask");
        PlaneShape shape = PlaneShape.of(output);
        if (shape == null) {
            throw outputs.shape("mask", output, PlaneShape.WORDS);
        }
        outputs.requireLabels(output, 2);
        size(shape);
        float score = model.thresholds().score();
        boolean isLogits = Boolean.parseBoolean(model.decoder().get("logits"));
        threshold = isLogits ? (float) Math.log(score / (1.0 - score)) : score;
        plane = new FloatOutput(output);
    }

    @Override
    int fill(long mask) {
        long address = plane.address();
        if (address == 0) {
            return fault(plane.changed());
        }
        if (isResized()) {
            Postprocess.thresholdMaskResized(
                    address, output().height(), output().width(), found().height(), found().width(), threshold, mask);
        } else {
            Postprocess.thresholdMask(address, pixels(), threshold, mask);
        }
        return Perceiver.OK;
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(GpuDecoderSpec.KIND_THRESHOLD).threshold(threshold);
        return super.describe(spec);
    }

    @Override
    public void close() {
        plane.close();
    }
}
