package dev.saccade.engine;

import java.util.List;
import java.util.Map;

/**
 * What a compiled engine was made of, for what, and how.
 *
 * @param model name of the package
 * @param modelIdentity {@link dev.saccade.model.ModelPackage#identity()}: changes with ONNX, model.yaml or labels
 * @param inputs names, types and shapes, in the graph's order
 * @param outputs likewise
 * @param precision the network's element types, such as {@code fp32} or {@code fp16, islands fp32}
 * @param plugins names and versions, sorted
 * @param target what it was compiled for
 * @param options of the builder, by name
 * @param planSha256 of the serialised engine, hex
 * @param builtAt ISO 8601, UTC
 */
public record EngineManifest(
        String model,
        String modelIdentity,
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
     * @param inputs names, types and shapes, in the graph's order
     * @param outputs likewise
     * @param precision the network's element types, such as {@code fp32} or {@code fp16, islands fp32}
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
