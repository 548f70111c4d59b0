package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import dev.saccade.tensor.TensorType;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * An output of fixed shape as 32-bit floats. Those are read where the engine left them; 16-bit floats are widened into
 * memory that this object owns until {@link #close()}.
 */
final class FloatOutput implements AutoCloseable {
    private final Output output;
    private final int elements;
    private final ShortPointer halves;
    private final FloatPointer floats;
    private final ShortBuffer halvesView;
    private final FloatBuffer floatsView;
    private final long floatsAddress;
    private final long halvesAddress;

    FloatOutput(Output output) {
        this.output = output;
        elements = output.elements();
        boolean isHalf = output.type() == TensorType.FLOAT16;
        halves = isHalf ? new ShortPointer(elements) : null;
        floats = isHalf ? new FloatPointer(elements) : null;
        halvesView = isHalf ? halves.asBuffer() : null;
        floatsView = isHalf ? floats.asBuffer() : null;
        halvesAddress = isHalf ? halves.address() : 0;
        floatsAddress = isHalf ? floats.address() : 0;
    }

    /** Address of the values of the latest run, or 0 when the output changed its shape. Called once a frame. */
    long address() {
        if (!output.isUnchanged()) {
            return 0;
        }
        if (halvesView == null) {
            return output.address();
        }
        Kernels.copy(halvesAddress, output.address(), 2L * elements);
        for (int i = 0; i < elements; i++) {
            floatsView.put(i, Float16.toFloat(halvesView.get(i)));
        }
        return floatsAddress;
    }

    /** Words for a frame on which {@link #address()} was 0. */
    String changed() {
        StringBuilder now = new StringBuilder("output " + output + " changed its shape to [");
        for (int i = 0; i < output.rank(); i++) {
            now.append(i == 0 ? "" : ", ").append(output.dimNow(i));
        }
        return now.append("]; export the model with fixed shapes").toString();
    }

    @Override
    public void close() {
        if (halves != null) {
            halves.close();
            floats.close();
        }
    }
}
