package dev.saccade.engine;

import dev.saccade.model.PackageHashes;
import java.util.List;
import java.util.Map;

/**
 * What a compiled engine was made of, for what, and how.
 *
 * @param model name of the package
 * @param modelIdentity {@link dev.saccade.model.ModelPackage#identity()}: changes with ONNX, model.yaml or labels
 * @param hashes SHA-256 of the package's parts, to tell which one changed
 * @param inputs {@link dev.saccade.tensor.TensorSpec#toString()} of each, in the graph's order, with the shapes that run
 * @param outputs likewise; a dimension is -1 where the input's fixed size decides it or only a run does
 * @param precision element types of the weights and quantisation, {@code fp32} or {@code fp16 97.3 %, fp32 2.7 %}
 * @param plugins names and versions, sorted
 * @param target what it was compiled for
 * @param options of the builder, by name
 * @param planSha256 of the serialised engine, hex
 * @param builtAt ISO 8601, UTC
 */
public record EngineManifest(
        String model,
        String modelIdentity,
        PackageHashes hashes,
        List<String> inputs,
        List<String> outputs,
        String precision,
        List<String> plugins,
        EngineTarget target,
        Map<String, String> options,
        String planSha256,
        String builtAt) {
    /**
     * Copies the collections.
     *
     * @param model name of the package
     * @param modelIdentity {@link dev.saccade.model.ModelPackage#identity()}: changes with ONNX, model.yaml or labels
     * @param hashes SHA-256 of the package's parts, to tell which one changed
     * @param inputs {@link dev.saccade.tensor.TensorSpec#toString()} of each, in the graph's order, with the shapes that run
     * @param outputs likewise; a dimension is -1 where the input's fixed size decides it or only a run does
     * @param precision element types of the weights and quantisation, {@code fp32} or {@code fp16 97.3 %, fp32 2.7 %}
     * @param plugins names and versions, sorted
     * @param target what it was compiled for
     * @param options of the builder, by name
     * @param planSha256 of the serialised engine, hex
     * @param builtAt ISO 8601, UTC
     */
    public EngineManifest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        plugins = List.copyOf(plugins);
        options = Map.copyOf(options);
    }
}
