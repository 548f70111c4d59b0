package dev.saccade.internal.tensorrt;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.tensorrt.run.Inference;
import dev.saccade.tensor.TensorSpec;
import java.util.List;

/** Compares the tensors of a deserialised plan with those that its manifest names. */
final class PlanTensors {
    private PlanTensors() {}

    /** Closes the network when it is not what the manifest says. */
    static void check(StoredEngine stored, Inference network) throws EngineException {
        String wrong = mismatch("inputs", stored.manifest().inputs(), texts(network.inputs()));
        if (wrong == null) {
            // Shapes of outputs follow from the inputs'; a manifest may leave them open.
            wrong = mismatch(
                    "outputs", withoutShapes(stored.manifest().outputs()), withoutShapes(texts(network.outputs())));
        }
        if (wrong != null) {
            network.close();
            throw new EngineException(
                    false,
                    stored.plan() + ": " + wrong + "; compile it again with saccade compile "
                            + stored.manifest().model() + ", or run with --backend cpu",
                    null);
        }
    }

    private static String mismatch(String which, List<String> declared, List<String> found) {
        return declared.equals(found) ? null : "its " + which + " are " + found + ", its manifest names " + declared;
    }

    private static List<String> texts(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::toString).toList();
    }

    private static List<String> withoutShapes(List<String> tensors) {
        return tensors.stream()
                .map(t -> t.substring(0, t.indexOf('[') < 0 ? t.length() : t.indexOf('[')))
                .toList();
    }
}
