package dev.saccade.models.tfjs;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import java.util.List;

/** How one TensorFlow operator is said in ONNX. */
@FunctionalInterface
interface TfjsOperator {
    /**
     * Converts a node.
     *
     * @param node for its attributes
     * @param in its inputs
     * @param net where the ONNX nodes go
     * @return its first output
     */
    Value convert(TfjsNode node, List<Value> in, NetworkBuilder net) throws ModelsException;
}
