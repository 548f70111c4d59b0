package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import org.bytedeco.javacpp.FloatPointer;

/** The best classes of a frame, from probabilities or from logits. Owns its buffers. */
final class ClassifierDecoder implements Decoder {
    private static final int USUAL_TOP = 5;
    /** How far a probability may lie outside 0..1: softmax in fp16 rounds by up to half of this. */
    private static final float TOLERANCE = 1e-3f;

    private final FloatOutput scores;
    private final boolean isLogits;
    private final int classes;
    private final int top;
    private final FloatPointer probabilities;
    private final ClassFindings found;
    private String fault = "";

    ClassifierDecoder(ModelPackage model, Outputs outputs, boolean isLogits) throws PackageException {
        this.isLogits = isLogits;
        Output output = outputs.floats("scores");
        int longest = 0;
        for (int i = 0; i < output.rank(); i++) {
            longest = Math.max(longest, output.dim(i));
        }
        if (longest < 1 || output.elements() != longest) {
            throw outputs.shape("scores", output, "[1, classes], further dimensions 1");
        }
        classes = longest;
        outputs.requireLabels(output, classes);
        String given = model.decoder().get("top");
        top = Math.min(classes, given == null ? USUAL_TOP : Integer.parseInt(given));
        scores = new FloatOutput(output);
        probabilities = new FloatPointer(isLogits ? classes : 1);
        found = new ClassFindings(model, top, output.name());
    }

    @Override
    public Perception newPerception() {
        return found.newPerception();
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        long address = scores.address();
        if (address == 0) {
            return fault(scores.changed());
        }
        int status = found.emit(best(address), geometry, into);
        return status == Perceiver.OK ? status : fault(found.fault());
    }

    /** How many were found; negative when the values should be probabilities and are none. */
    private int best(long address) {
        long values = address;
        if (isLogits) {
            values = probabilities.address();
            Postprocess.softmax(address, values, classes);
        } else if (Postprocess.within(address, classes, -TOLERANCE, 1 + TOLERANCE) < 0) {
            return GpuProgram.NO_PROBABILITIES;
        }
        return Postprocess.topK(values, classes, top, found.indices(), found.values());
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(isLogits ? GpuDecoderSpec.KIND_LOGITS : GpuDecoderSpec.KIND_SOFTMAX)
                .classes(classes)
                .top(top);
        return found;
    }

    private int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        scores.close();
        probabilities.close();
        found.close();
    }
}
