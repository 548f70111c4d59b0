package dev.saccade.models.tflite;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import java.util.List;

/** How one TensorFlow Lite operator is said in ONNX. */
@FunctionalInterface
interface TfliteOperator {
    /**
     * Converts an operation.
     *
     * @param operation for its options
     * @param in its inputs
     * @param shape of its first output, as the file states it
     * @param net where the ONNX nodes go
     * @return its first output
     */
    Value convert(TfliteModel.Operation operation, List<Value> in, int[] shape, NetworkBuilder net)
            throws ModelsException;
}
