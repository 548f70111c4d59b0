package dev.saccade.models.precision;

import java.util.Locale;

/** What a quantised network is written for: the library decides which scales it takes and which nodes it can join. */
public enum QuantTarget {
    /** Symmetric int8 with zero point 0, biases as floats, Q/DQ where TensorRT's own rules put them. */
    TENSORRT,
    /**
     * Activations as uint8 with zero points, biases as int32, Q/DQ around every operator that ONNX Runtime has in int8, so
     * that it joins them to integer kernels. TensorRT refuses such zero points.
     */
    CPU;

    /** @return the word of the command line */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
