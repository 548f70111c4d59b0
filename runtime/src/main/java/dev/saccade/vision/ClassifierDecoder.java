package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** The best classes of a frame, from probabilities or from logits. Owns its buffers. */
final class ClassifierDecoder implements Decoder {
    private static final int USUAL_TOP = 5;
    /** How far a probability may lie outside 0..1: softmax in fp16 rounds by up to half of this. */
    private static final float TOLERANCE = 1e-3f;

    private final ModelPackage model;
    private final FloatOutput scores;
    private final boolean isLogits;
    private final int classes;
    private final int top;
    private final String noProbabilities;
    private final float minScore;
    private final FloatPointer probabilities;
    private final IntPointer indices;
    private final FloatPointer values;
    private final IntBuffer indexView;
    private final FloatBuffer valueView;
    private String fault = "";

    ClassifierDecoder(ModelPackage model, Outputs outputs, boolean isLogits) throws PackageException {
        this.model = model;
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
        minScore = model.thresholds().score();
        noProbabilities = "output '" + output.name()
                + "' holds values outside 0..1: values are no probabilities; use decoder kind logits";
        scores = new FloatOutput(output);
        probabilities = new FloatPointer(isLogits ? classes : 1);
        indices = new IntPointer(top);
        values = new FloatPointer(top);
        indexView = indices.asBuffer();
        valueView = values.asBuffer();
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, null, new Classes(top), null);
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        Classes best = into.classes();
        best.clear();
        long address = scores.address();
        if (address == 0) {
            return fault(scores.changed());
        }
        if (isLogits) {
            Postprocess.softmax(address, probabilities.address(), classes);
            address = probabilities.address();
        } else if (Postprocess.within(address, classes, -TOLERANCE, 1 + TOLERANCE) < 0) {
            return fault(noProbabilities);
        }
        int count = Postprocess.topK(address, classes, top, indices.address(), values.address());
        for (int i = 0; i < count && valueView.get(i) >= minScore; i++) {
            best.add(indexView.get(i), valueView.get(i));
        }
        return Perceiver.OK;
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
        indices.close();
        values.close();
    }
}
