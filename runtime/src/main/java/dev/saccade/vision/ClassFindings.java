package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** The best classes: indices and values, best first. */
final class ClassFindings implements Findings {
    private final ModelPackage model;
    private final int top;
    private final String noProbabilities;
    private final IntPointer indices;
    private final FloatPointer values;
    private final IntBuffer indexView;
    private final FloatBuffer valueView;
    private String fault = "";

    /**
     * @param top how many are wanted
     * @param output name of the output that holds the scores
     */
    ClassFindings(ModelPackage model, int top, String output) {
        this.model = model;
        this.top = top;
        noProbabilities = "output '" + output
                + "' holds values outside 0..1: values are no probabilities; use decoder kind logits";
        indices = new IntPointer(top);
        values = new FloatPointer(top);
        indexView = indices.asBuffer();
        valueView = values.asBuffer();
    }

    /** Where a kernel writes the classes. */
    long indices() {
        return indices.address();
    }

    /** Where a kernel writes their values. */
    long values() {
        return values.address();
    }

    @Override
    public int capacity() {
        return top;
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, null, new Classes(top), null);
    }

    @Override
    public void copyFrom(long payload, int count, Perception into) {
        Kernels.copy(indices(), payload, (long) Integer.BYTES * top);
        Kernels.copy(values(), payload + (long) Integer.BYTES * top, (long) Float.BYTES * top);
    }

    /** A negative count says that the values are no probabilities. */
    @Override
    public int emit(int count, Geometry geometry, Perception into) {
        Classes best = into.classes();
        best.clear();
        if (count < 0) {
            fault = noProbabilities;
            return Perceiver.FAULT;
        }
        for (int i = 0; i < count && valueView.get(i) >= model.thresholds().score(); i++) {
            best.add(indexView.get(i), valueView.get(i));
        }
        return Perceiver.OK;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        indices.close();
        values.close();
    }
}
